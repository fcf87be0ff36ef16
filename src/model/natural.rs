//! The order of names as people count: "Line 2" before "Line 10", whatever the case of letters.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Compares two names; numbers in them by their value.
#[must_use]
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                number(&mut left).cmp(&number(&mut right))
            }
            (Some(x), Some(y)) => {
                left.next();
                right.next();
                x.to_lowercase().cmp(y.to_lowercase())
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Takes a number off; a longer one than can be counted is as large as can be.
fn number(text: &mut Peekable<Chars>) -> u128 {
    let mut number = 0_u128;
    while let Some(digit) = text.peek().and_then(|c| c.to_digit(10)) {
        number = number.saturating_mul(10).saturating_add(u128::from(digit));
        text.next();
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_in_which_people_count() {
        let mut names = vec![
            "Line 10 b",
            "line 2",
            "Line 1",
            "Line",
            "Line 10",
            "Labels",
            "7",
            "Line 02",
        ];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(
            names,
            [
                "7",
                "Labels",
                "Line",
                "Line 1",
                "Line 02",
                "line 2",
                "Line 10",
                "Line 10 b"
            ]
        );
        let long = "1".repeat(60);
        assert_eq!(natural(&long, &long), Ordering::Equal);
    }
}
