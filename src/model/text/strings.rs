//! Spells the texts of a RON output as a person would: ron itself writes `it\'s` and takes the accents off their letters.

/// Writes every quoted text of ron's own output again, with no more escapes than needed.
///
/// Quotes, backslashes, line ends and whatever cannot be seen stay escaped.
pub(super) fn respell(ron: &str) -> String {
    let mut out = String::with_capacity(ron.len());
    let mut rest = ron;
    while let Some(start) = rest.find('"') {
        out.push_str(&rest[..start]);
        let end = closing_quote(&rest[start + 1..]) + start + 1;
        spell(&meant(&rest[start + 1..end]), &mut out);
        rest = rest.get(end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Where the text ends: the first quote that no backslash stands before.
fn closing_quote(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// What a text in ron's spelling means; these are the escapes of [`char::escape_debug`].
fn meant(spelt: &str) -> String {
    let mut out = String::new();
    let mut rest = spelt;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut after = rest[at + 1..].chars();
        match after.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('0') => out.push('\0'),
            Some('u') => {
                let (digits, tail) = after.as_str().split_once('}').unwrap_or_default();
                let code = u32::from_str_radix(digits.trim_start_matches('{'), 16).ok();
                out.extend(code.and_then(char::from_u32));
                after = tail.chars();
            }
            Some(c) => out.push(c),
            None => {}
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    out
}

fn spell(text: &str, out: &mut String) {
    out.push('"');
    let mut chars = text.chars();
    // `str::escape_debug` leaves a combining mark alone unless it comes first; nothing else tells marks apart in std.
    if let Some(first) = chars.next() {
        spell_plain(&first.escape_debug().to_string(), out);
    }
    let tail = format!("x{}", chars.as_str());
    spell_plain(&tail.escape_debug().to_string()[1..], out);
    out.push('"');
}

/// Copies a text in the spelling of `escape_debug` without the backslash before an apostrophe.
fn spell_plain(escaped: &str, out: &mut String) {
    let mut chars = escaped.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('\'') => out.push('\''),
            Some(c) => out.extend(['\\', c]),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_spelt_as_a_person_would() {
        let ron = r#"(a: "it\'s \"so\" \\\'", b: "e\u{301} \n \u{1b} का")"#;
        let expected = "(a: \"it's \\\"so\\\" \\\\'\", b: \"e\u{301} \\n \\u{1b} का\")";
        assert_eq!(respell(ron), expected);
        assert_eq!(respell(r#"("", 1)"#), r#"("", 1)"#);
    }
}
