//! The clock and the person: the only place that asks the machine for either.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Date;

/// Seconds since 1970; those of `SOURCE_DATE_EPOCH` where it is set, so that the same input gives the same bytes.
#[must_use]
pub fn now() -> u64 {
    seconds(env::var("SOURCE_DATE_EPOCH").ok().as_deref())
}

fn seconds(fixed: Option<&str>) -> u64 {
    let fixed = fixed.and_then(|text| text.trim().parse().ok());
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
        assert!(seconds(Some("yesterday")) > 1_700_000_000);
        assert!(seconds(None) > 1_700_000_000);
    }
}
