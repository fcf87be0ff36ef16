//! Labels were written by others: what could move a cursor, hide a text or break a line is taken out of them.

/// The most letters of a name.
const LONGEST: usize = 60;
/// Lines of a label up to this length in all are one name that was only wrapped.
const WRAPPED: usize = 32;

/// Letters that change the direction of a text, or are not seen.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Pictures, whose width no two terminals agree on.
fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// The lines of a label, cleaned: without marks, pictures and letters that are not seen.
#[must_use]
pub fn lines(label: &str) -> Vec<String> {
    let broken = broken(label);
    let plain = without_tags(&broken);
    let icons = |word: &&str| {
        let begins = ["fa:", "fas:", "fab:", "far:", "fal:"];
        !begins.iter().any(|begin| word.starts_with(begin))
    };
    let clean = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().filter(icons).collect();
        let text = words.join(" ");
        text.trim_matches(['*', '`', '"', '_']).trim().to_owned()
    };
    plain
        .lines()
        .map(clean)
        .filter(|line| !line.is_empty())
        .collect()
}

/// A label as one line, such as on an arrow.
#[must_use]
pub fn line(label: &str) -> String {
    cut(&lines(label).join(" "))
}

/// A label as a name, and what it says besides: the technology in a second line, say. Short lines are one name that was
/// wrapped.
#[must_use]
pub fn name(label: &str) -> (String, Option<String>) {
    let lines = lines(label);
    let whole = lines.join(" ");
    if whole.chars().count() <= WRAPPED || lines.len() < 2 {
        return (cut(&whole), None);
    }
    let rest = lines[1..].join(" ");
    (cut(&lines[0]), Some(rest.chars().take(200).collect()))
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Every way to break a line becomes one.
fn broken(label: &str) -> String {
    let mut text = label.replace("\\n", "\n").replace("\\l", "\n");
    text = text.replace("\\r", "\n");
    for tag in ["<br/>", "<br />", "<br>", "<BR/>", "<BR>"] {
        text = text.replace(tag, "\n");
    }
    text.chars()
        .filter(|letter| *letter == '\n' || *letter == '\t' || !is_hidden(*letter))
        .filter(|letter| !is_picture(*letter))
        .collect()
}

/// Without tags such as `<b>`, and with what stands for a letter as that letter.
fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let begins = tag
            .chars()
            .next()
            .is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '/');
        if let Some(end) = tag.find('>').filter(|_| begins) {
            plain.push(' ');
            rest = &tag[end + 1..];
        } else {
            plain.push('<');
            rest = tag;
        }
    }
    plain.push_str(rest);
    for (entity, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("#quot;", "\""),
        ("&nbsp;", " "),
        ("&#39;", "'"),
        ("#39;", "'"),
        ("&amp;", "&"),
        ("#amp;", "&"),
    ] {
        plain = plain.replace(entity, letter);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_move_the_cursor_or_hide_a_text() {
        assert_eq!(line("Scor\u{1b}[2Jing \u{202e}IPA"), "Scor[2Jing IPA");
        assert_eq!(line("\u{1F916} <b>Model</b>&amp;co"), "Model &co");
        assert_eq!(line("fa:fa-user Customer"), "Customer");
        assert_eq!(line("a < b"), "a < b");
    }

    #[test]
    fn short_lines_are_one_name_and_long_ones_a_name_with_more() {
        assert_eq!(name("Data<br/>Ingestion"), ("Data Ingestion".into(), None));
        let (name, more) = name("Feature Store<br/>Feast, online in Redis and offline in BigQuery");
        assert_eq!(name, "Feature Store");
        assert_eq!(
            more.as_deref(),
            Some("Feast, online in Redis and offline in BigQuery")
        );
    }

    #[test]
    fn a_name_without_end_is_cut() {
        assert_eq!(line(&"x".repeat(500)).chars().count(), LONGEST);
    }
}
