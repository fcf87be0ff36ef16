//! The nearest valid name to a misspelt one, for error messages.

/// The candidate with the fewest slips (insert, drop, replace, swap) from `name`, if it is near enough to be meant.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    // At least one character must be right: with a single one every other would be "near".
    let limit = (length / 3).clamp(1, 4).min(length.saturating_sub(1));
    candidates
        .map(|candidate| (slips(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

/// The number of single slips between two words (optimal string alignment distance).
fn slips(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

/// Whether a name has all these words in it, each at least as the beginning of one of its own; less than three letters are
/// in too many.
#[must_use]
pub fn has_words(name: &str, typed: &str) -> bool {
    let name = name.to_lowercase();
    let typed = typed.to_lowercase();
    let own: Vec<&str> = name.split_whitespace().collect();
    typed.chars().count() >= 3
        && typed
            .split_whitespace()
            .all(|word| own.iter().any(|own| own.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        let kinds = ["serve.api", "serve.batch", "train.job"];
        assert_eq!(nearest("serve.apii", kinds.into_iter()), Some("serve.api"));
        assert_eq!(nearest("tarin.job", kinds.into_iter()), Some("train.job"));
        assert_eq!(nearest("toaster", kinds.into_iter()), None);
    }
}
