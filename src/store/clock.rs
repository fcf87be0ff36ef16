//! The clock and the person: the only place that asks the machine for either.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Date;

/// Seconds since 1970; those of `SOURCE_DATE_EPOCH` where it is set, so that the same input gives the same bytes.
#[must_use]
pub fn now() -> u64 {
    seconds(env::var("SOURCE_DATE_EPOCH").ok().as_deref())
}

/// What is wrong with `SOURCE_DATE_EPOCH`, where it is set: an answer that silently had another day would not be reproducible.
#[must_use]
pub fn clock_problem() -> Option<String> {
    let text = env::var_os("SOURCE_DATE_EPOCH")?;
    let text = text.to_string_lossy();
    let wrong = !text.is_empty() && fixed_seconds(&text).is_none();
    wrong.then(|| format!("`SOURCE_DATE_EPOCH` is `{text}`, not a number of seconds since 1970"))
}

/// The last second of the year 9999, after which no date can be written.
const LAST: u64 = 253_402_300_799;

fn fixed_seconds(text: &str) -> Option<u64> {
    let seconds = text.trim().parse().ok()?;
    (seconds <= LAST).then_some(seconds)
}

fn seconds(fixed: Option<&str>) -> u64 {
    let fixed = fixed.and_then(fixed_seconds);
    fixed.unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| since.as_secs())
    })
}

/// Today in UTC, by the same clock.
#[must_use]
pub fn today() -> Date {
    Date::of_unix_seconds(now())
}

/// Who signs changes where the name of the current user is not known.
pub const UNKNOWN_USER: &str = "someone";

/// The name under which the current user signs changes.
#[must_use]
pub fn user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| UNKNOWN_USER.to_owned())
}

/// The name of this machine.
#[must_use]
pub(super) fn host() -> String {
    let asked = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    [
        asked,
        env::var("HOSTNAME").ok(),
        env::var("COMPUTERNAME").ok(),
    ]
    .into_iter()
    .flatten()
    .map(|name| name.trim().to_owned())
    .find(|name| !name.is_empty())
    .unwrap_or_else(|| "this machine".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_time_is_taken_and_nonsense_is_not() {
        assert_eq!(seconds(Some("1795305600")), 1_795_305_600);
        for wrong in [
            "yesterday",
            "-5",
            "1e9",
            "253402300800",
            "99999999999999999999",
        ] {
            assert_eq!(fixed_seconds(wrong), None, "{wrong}");
        }
        assert!(seconds(None) > 1_700_000_000);
    }
}
