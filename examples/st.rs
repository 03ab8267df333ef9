fn main(){joko::statement::debug_lines()}
