//! Calendar dates, as decisions and evidence carry them. There is no clock here: today is a parameter.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};

/// A day of the Gregorian calendar, written `2027-01-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; write year, month and day, such as 2027-01-31")]
pub struct DateError(String);

impl Date {
    /// A date, if the day exists; years 1 to 9999.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The day (UTC) on which a moment falls, given in seconds since 1970.
    #[must_use]
    pub fn of_unix_seconds(seconds: u64) -> Self {
        let mut days = seconds / 86_400;
        let mut date = Self {
            year: 1970,
            month: 1,
            day: 1,
        };
        while days >= days_in_year(date.year) && date.year < 9999 {
            days -= days_in_year(date.year);
            date.year += 1;
        }
        while days >= u64::from(days_in(date.year, date.month)) && date.month < 12 {
            days -= u64::from(days_in(date.year, date.month));
            date.month += 1;
        }
        date.day += u8::try_from(days).unwrap_or(0).min(30);
        date
    }

    /// Year, month and day.
    #[must_use]
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// The date in words, such as `31 January 2027`.
    #[must_use]
    pub fn in_words(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = MONTHS[usize::from(self.month) - 1];
        format!("{} {month} {}", self.day, self.year)
    }
}

fn leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_year(year: u16) -> u64 {
    if leap(year) { 366 } else { 365 }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        let refuse = || DateError(text.into());
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else {
            return Err(refuse());
        };
        if year.len() != 4 || month.len() != 2 || day.len() != 2 || !parts.iter().all(|p| digits(p))
        {
            return Err(refuse());
        }
        let number = |part: &str| part.parse::<u16>().map_err(|_| refuse());
        let small = |part: &str| part.parse::<u8>().map_err(|_| refuse());
        Self::new(number(year)?, small(month)?, small(day)?).ok_or_else(refuse)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_back_as_written_and_sorts_by_time() {
        let (a, b): (Date, Date) = ("2026-12-31".parse().unwrap(), "2027-01-31".parse().unwrap());
        assert_eq!(a.to_string(), "2026-12-31");
        assert!(a < b);
        assert_eq!(b.in_words(), "31 January 2027");
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for text in [
            "2027-02-29",
            "2027-13-01",
            "27-01-01",
            "2027-1-1",
            "+027-01-01",
            "soon",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!("2028-02-29".parse::<Date>().is_ok());
    }

    #[test]
    fn a_moment_falls_on_its_day() {
        assert_eq!(Date::of_unix_seconds(0).to_string(), "1970-01-01");
        assert_eq!(
            Date::of_unix_seconds(1_795_305_600).to_string(),
            "2026-11-22"
        );
        assert_eq!(Date::of_unix_seconds(951_782_400).to_string(), "2000-02-29");
    }
}
