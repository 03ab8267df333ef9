use std::path::Path;
fn main(){
  let mut t=std::time::Instant::now();
  let rb=match joko::rulebook::Rulebook::built_in(){Ok(r)=>r,Err(joko::rulebook::RulebookError::Patterns(v))=>{for e in v{eprintln!("{e}");}return},Err(e)=>{eprintln!("{e}");return}};
  eprintln!("load {:?}",t.elapsed());
  let verbose=std::env::args().any(|a|a=="-v");
  let st=std::env::args().any(|a|a=="-s");
  let (mut ok,mut n,mut ff,mut ev,mut evn,mut roles)=(0,0,0,0,0,0);
  let mut conf=std::collections::BTreeMap::<String,u32>::new();
  let mut per=std::collections::BTreeMap::<String,(u32,u32)>::new();
  for f in std::env::args().skip(1).filter(|a|a.ends_with(".txt")){
    let j:serde_json::Value=serde_json::from_str(&std::fs::read_to_string(f.replace(".txt",".json")).unwrap()).unwrap();
    t=std::time::Instant::now();
    let d=joko::document::read(&std::fs::read(&f).unwrap(),Path::new(&f),&Default::default()).unwrap();
    let a=joko::analyze::dissect(d,&rb,&Default::default());
    if st{ for s in &a.statements{ println!("{}{:?} {:?}{} {}: {}",if s.negated{"NOT "}else{""},s.kind,s.modality,if s.agentless{" AGENTLESS"}else{""},s.predicate,s.arguments.iter().map(|x|format!("[{:?}{} {}|{}]",x.case,if x.carried{"~"}else{""},a.text.get(x.span),a.text.get(x.head))).collect::<Vec<_>>().join(" ")); } }
    let r=joko::analyze::report(a,Path::new(&f),&rb);
    let el=t.elapsed();
    let rn=|role|r.parties.iter().find(|p|p.role==Some(role)).map(|p|p.names.clone()).unwrap_or_default();
    let (u,o)=(rn(joko::party::Role::Upstream),rn(joko::party::Role::Operator));
    let ro=|k:&str,v:&Vec<String>|{let g=j["roles"][k].as_str().unwrap_or("").to_string(); if g.is_empty(){v.is_empty()}else{use std::iter::once; let d=joko::text::Text::of(&joko::document::read(g.as_bytes(),Path::new("x.txt"),&Default::default()).unwrap()).norm.trim().to_string(); once(d).any(|d|v.contains(&d))}};
    let rok=ro("upstream",&u)&&ro("operator",&o); if rok{roles+=1;}
    let ag=r.disqualifiers[0].present==(j["agency-sales"]=="present");
    println!("== {} {:?} roles {} {:?} {:?} agency {} {}",f,el,rok,u,o,ag, if ag {""} else {"AGENCY-WRONG"});
    if !ag && verbose { for e in &r.disqualifiers[0].evidence{ println!("     {} {} {}",r.contract.place(e.unit),e.pattern,r.text.get(e.span)); } }
    for (i,c) in rb.clauses.iter().enumerate(){
      let g=&j["clauses"][&c.id]; let gv=g["verdict"].as_str().unwrap();
      let v=format!("{:?}",r.judgments[i].verdict).to_lowercase();
      n+=1; let p=per.entry(c.id.clone()).or_default(); p.1+=1;
      *conf.entry(format!("{gv}>{v}")).or_default()+=1;
      if v!=gv {*conf.entry(format!("{} {gv}>{v}",c.id)).or_default()+=1;}
      if v==gv{ok+=1;p.0+=1; if gv!="missing"{evn+=1; let gp:Vec<&str>=g["evidence"].as_array().unwrap().iter().map(|e|e["at"].as_str().unwrap()).collect(); if r.judgments[i].evidence.iter().any(|e|gp.contains(&r.contract.place(e.unit).as_str())){ev+=1}else if verbose {println!("  EV {} gold {:?} ours {:?}",c.id,gp,r.judgments[i].evidence.iter().map(|e|r.contract.place(e.unit)).collect::<Vec<_>>());}}}
      else { if v=="found"{ff+=1;}
       if verbose{ println!("  {} gold {} ours {}",c.id,gv,v);
        for e in g["evidence"].as_array().unwrap(){println!("     G {} {}",e["at"].as_str().unwrap(),e["quote"].as_str().unwrap());}
        for e in &r.judgments[i].evidence{println!("     J {} {}{} {:?} {}",r.contract.place(e.unit),e.pattern,if e.supports{""}else{"(-)"},e.weakness,r.text.get(e.span));}
       }}
    }
  }
  println!("right {ok}/{n} false-found {ff} evidence {ev}/{evn} roles {roles}");
  if verbose||std::env::args().any(|a|a=="-c"){println!("{conf:?}");}
  for (k,v) in per{println!("  {k} {}/{}",v.0,v.1);}
}
