//! What each mandatory clause and each element is called, and how a reason speaks of it.

use super::Lang;

/// The wordings about one clause. `{operator}`, `{upstream}` and `{user}` stand for the contract's own names.
#[derive(Clone, Copy, Debug)]
pub struct ClauseWords {
    id: &'static str,
    title: &'static str,
    provided: (&'static str, &'static str),
    opposed: (&'static str, &'static str),
}

impl ClauseWords {
    /// The clause's title in English; the Japanese one is the rulebook's.
    #[must_use]
    pub const fn title_in_english(&self) -> &'static str {
        self.title
    }

    /// What a contract says that satisfies the clause.
    #[must_use]
    pub fn provided(&self, lang: Lang) -> &'static str {
        lang.of(self.provided.0, self.provided.1)
    }

    /// What a contract says that goes against the clause.
    #[must_use]
    pub fn opposed(&self, lang: Lang) -> &'static str {
        lang.of(self.opposed.0, self.opposed.1)
    }
}

/// The wordings about the clause with this id.
#[must_use]
pub fn clause(id: &str) -> Option<&'static ClauseWords> {
    CLAUSES.iter().find(|words| words.id == id)
}

/// What an element is called; its id where the catalogue has no name for it.
#[must_use]
pub fn element(id: &str, lang: Lang) -> &str {
    ELEMENTS.iter().find(|(known, ..)| *known == id).map_or(id, |(_, ja, en)| lang.of(ja, en))
}

/// What a disqualifier is called in English; its id where the catalogue has no name for it.
#[must_use]
pub fn disqualifier(id: &str) -> &str {
    if id == "agency-sales" { "Mere sales agency" } else { id }
}

const CLAUSES: [ClauseWords; 8] = [
    ClauseWords {
        id: "direct-contract",
        title: "Direct contract with the user",
        provided: (
            "{operator}が{user}と直接契約を締結する旨の規定がある",
            "{operator} concludes the service contract with {user} directly",
        ),
        opposed: (
            "{user}の契約の相手方を{operator}以外の者とする規定がある",
            "somebody other than {operator} is made the contract partner of {user}",
        ),
    },
    ClauseWords {
        id: "terms-availability",
        title: "Terms of service, open to users at any time",
        provided: (
            "{operator}が契約約款を備え、{user}が随時これを閲覧できる旨の規定がある",
            "{operator} has terms of service that {user} can read at any time",
        ),
        opposed: (
            "{operator}の契約約款を置かない、又は公開しないとする規定がある",
            "{operator} is to have no terms of its own, or to keep them from {user}",
        ),
    },
    ClauseWords {
        id: "helpdesk",
        title: "Help desk as the user's first point of contact",
        provided: (
            "{operator}が窓口を設け、{user}からの問い合わせに一次窓口として対応する旨の規定がある",
            "{operator} runs a help desk and is the first point of contact for {user}",
        ),
        opposed: (
            "{user}の問い合わせ窓口を{operator}以外の者とする、又は{operator}が対応しないとする規定がある",
            "{user} is sent to somebody other than {operator}, or {operator} does not answer",
        ),
    },
    ClauseWords {
        id: "service-naming",
        title: "Disclosure of the upstream's service",
        provided: (
            "{upstream}のサービスを利用していることを{user}に明示する規定がある",
            "{user} is told that the service uses that of {upstream}",
        ),
        opposed: (
            "{upstream}の名称等を{user}に示すことを禁じる規定がある",
            "it is forbidden to name {upstream} to {user}",
        ),
    },
    ClauseWords {
        id: "responsibility-boundary",
        title: "Point of demarcation between upstream and operator",
        provided: (
            "{upstream}と{operator}との責任分界点を図面又は具体的な箇所で定める規定がある",
            "the point of demarcation between {upstream} and {operator} is defined by a diagram or a concrete point",
        ),
        opposed: (
            "{upstream}と{operator}との責任分界を定めない、又は責任を負わないとする規定がある",
            "a demarcation between {upstream} and {operator} is refused, or all responsibility is disclaimed",
        ),
    },
    ClauseWords {
        id: "incident-roles",
        title: "Roles in failures and emergencies",
        provided: (
            "障害・緊急時の{upstream}と{operator}の役割、及び{user}への対応を担う者を定める規定がある",
            "the roles of {upstream} and {operator} in a failure, and who answers to {user}, are defined",
        ),
        opposed: (
            "障害・緊急時の役割を定めない、又は{user}への責任を負わないとする規定がある",
            "roles in a failure are refused, or all responsibility to {user} is disclaimed",
        ),
    },
    ClauseWords {
        id: "single-step-cancellation",
        title: "Cancellation in one step",
        provided: (
            "{user}の解約が{operator}に対する手続のみで完了する旨の規定がある",
            "{user} cancels with {operator} alone, and nothing more is needed",
        ),
        opposed: (
            "{user}の解約に{operator}に対する手続のほか、{upstream}に係る手続又は期間を要するとする規定がある",
            "to cancel, {user} needs a procedure or period of {upstream} beyond those with {operator}",
        ),
    },
    ClauseWords {
        id: "direct-billing",
        title: "Direct billing by the operator",
        provided: (
            "{operator}が自ら{user}に利用料金を課金・請求する旨の規定がある",
            "{operator} itself charges and bills {user}",
        ),
        opposed: (
            "{user}への課金・請求を{operator}以外の者が、又はその名義で行うとする規定がある",
            "{user} is billed by, or in the name of, somebody other than {operator}",
        ),
    },
];

const ELEMENTS: [(&str, &str, &str); 13] = [
    ("concludes", "事業者自身による利用者との契約", "the operator itself as the user's contract partner"),
    ("terms", "利用者向けの契約約款", "terms of service for users"),
    ("viewable", "約款の随時閲覧", "that users can read the terms at any time"),
    ("window", "問い合わせ窓口の設置", "a help desk or contact window"),
    ("first-line", "一次窓口としての対応又は総括的な責任", "first contact or overall responsibility for inquiries"),
    ("disclosure", "上位プロバイダーのサービスであることの明示", "disclosure of the upstream's service"),
    ("boundary", "責任分界", "a demarcation of responsibility"),
    ("definite", "図面又は具体的な箇所による分界点の特定", "a diagram or concrete point of demarcation"),
    ("roles", "障害・緊急時の両者の役割", "both parties' roles in a failure"),
    ("user-response", "利用者への周知・回答の担当", "who informs and answers the users"),
    ("operator-only", "事業者に対する手続による解約", "cancellation by the procedure with the operator"),
    ("nothing-else", "ほかに手続・期間を要しないこと", "that no further procedure or period is needed"),
    ("bills", "事業者自身による課金・請求", "billing by the operator itself"),
];
