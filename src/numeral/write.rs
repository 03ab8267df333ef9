//! Numbers as Roman and as Chinese numerals; who writes them says which range makes sense.

/// A Roman numeral in capitals. There is none for 0; beyond 3,999 it goes on with M, as Word does.
pub(crate) fn roman(mut value: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (step, sign) in STEPS {
        while value >= step {
            text.push_str(sign);
            value -= step;
        }
    }
    text
}

/// The signs of one way to write Chinese numerals.
pub(crate) struct Chinese {
    /// The digits from 0 to 9.
    pub(crate) digits: [char; 10],
    /// 十, 百, 千, 万.
    pub(crate) units: [char; 4],
    /// Whether 一 is written before 十, 百 and 千.
    pub(crate) ones: bool,
}

/// 十一, 二十, 百五, as ordinary text has it.
pub(crate) const KANJI: Chinese = Chinese {
    digits: ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    units: ['十', '百', '千', '万'],
    ones: false,
};

impl Chinese {
    /// `value` with its units; `None` from a hundred million.
    pub(crate) fn write(&self, value: u32) -> Option<String> {
        if value == 0 {
            return Some(self.digits[0].to_string());
        }
        let (high, low) = (value / 10_000, value % 10_000);
        let mut text = String::new();
        if high > 0 {
            self.below(high, &mut text);
            text.push(self.units[3]);
        }
        self.below(low, &mut text);
        (high < 10_000).then_some(text)
    }

    /// `value` digit by digit: 一〇 for ten.
    pub(crate) fn digits(&self, value: u32) -> String {
        value.to_string().bytes().map(|digit| self.digits[usize::from(digit - b'0')]).collect()
    }

    /// Writes a value below 10,000.
    fn below(&self, value: u32, text: &mut String) {
        let [ten, hundred, thousand, _] = self.units;
        for (unit, sign) in [(1000, Some(thousand)), (100, Some(hundred)), (10, Some(ten)), (1, None)] {
            let digit = value / unit % 10;
            if digit > 1 || digit == 1 && (self.ones || unit == 1) {
                text.push(self.digits[digit as usize]);
            }
            if digit > 0 {
                text.extend(sign);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        for (value, written) in [(0, "〇"), (1, "一"), (10, "十"), (21, "二十一"), (105, "百五"), (12_000, "一万二千")]
        {
            assert_eq!(KANJI.write(value).as_deref(), Some(written));
        }
        assert_eq!(KANJI.write(100_000_000), None);
        assert_eq!(KANJI.digits(20), "二〇");
        assert_eq!((roman(1999), roman(4), roman(0)), ("MCMXCIX".into(), "IV".into(), String::new()));
    }
}
