//! To the next or the previous of a closed set: the fields of a form, the values of a setting.

/// So many steps on, stopping at the ends.
#[must_use]
pub fn stepped<T: Copy + PartialEq>(all: &[T], here: T, by: isize) -> T {
    let last = all.len().saturating_sub(1);
    all.get(at(all, here).saturating_add_signed(by).min(last))
        .copied()
        .unwrap_or(here)
}

/// One on or one back, round the ends.
#[must_use]
pub fn turned<T: Copy + PartialEq>(all: &[T], here: T, by: isize) -> T {
    let count = all.len().max(1);
    let next = at(all, here) + if by > 0 { 1 } else { count - 1 };
    all.get(next % count).copied().unwrap_or(here)
}

fn at<T: Copy + PartialEq>(all: &[T], here: T) -> usize {
    all.iter().position(|one| *one == here).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stop_at_the_ends_and_turns_go_round() {
        let all = ['a', 'b', 'c'];
        assert_eq!(stepped(&all, 'a', -1), 'a');
        assert_eq!(stepped(&all, 'b', 7), 'c');
        assert_eq!(turned(&all, 'c', 1), 'a');
        assert_eq!(turned(&all, 'a', -1), 'c');
        assert_eq!(turned(&[], 'x', 1), 'x');
    }
}
