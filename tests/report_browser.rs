//! The HTML report in a real browser, where one is installed. Where not, a test says so and passes.
//!
//! The page has no script of its own and forbids every other one. So that a browser without a person in front of it can
//! answer, the tests open a copy without that ban and with a few lines that push the boxes and write down what is seen.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod report_fixture;
mod report_samples;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bartizan::model::Date;
use bartizan::report::{Format, Order, PdfOptions, Silent, html, make};

/// Browsers of one family: they share their options.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

const OPTIONS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
];

/// Opens a page with a profile of its own; none where no browser is installed.
fn open(page: &Path, more: &[&str]) -> Option<Output> {
    let profile = tempfile::tempdir().unwrap();
    for browser in BROWSERS {
        let opened = Command::new(browser)
            .args(OPTIONS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(more)
            .arg(format!("file://{}", page.display()))
            .output();
        if let Ok(output) = opened {
            return Some(output);
        }
    }
    println!("skipped: no browser of the Chromium family is installed here");
    None
}

fn page() -> String {
    html(&report_fixture::card_fraud(), &PdfOptions::default()).unwrap()
}

fn written(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("report.html");
    std::fs::write(&path, text).unwrap();
    path
}

/// The page without its ban on scripts, and with one.
fn watched(script: &str) -> String {
    let page = page();
    let ban = page
        .lines()
        .find(|line| line.contains("Content-Security-Policy"))
        .unwrap();
    page.replace(ban, "").replace(
        "</body>",
        &format!("<pre id=\"seen\"></pre><script>{script}</script></body>"),
    )
}

/// What the script wrote into the page.
fn seen(output: &Output) -> String {
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, rest) = dom.split_once("<pre id=\"seen\">").unwrap();
    rest.split_once("</pre>").unwrap().0.to_owned()
}

#[test]
fn the_page_says_nothing_to_the_console() {
    let folder = tempfile::tempdir().unwrap();
    let Some(output) = open(&written(folder.path(), &page()), &["--dump-dom"]) else {
        return;
    };
    assert!(output.status.success());
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    let said: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("CONSOLE"))
        .collect();
    assert_eq!(said, Vec::<&str>::new());
}

#[test]
fn the_page_asks_for_nothing_from_anywhere() {
    let script = "const all = performance.getEntriesByType('resource').map(one => one.name);\
        document.getElementById('seen').textContent = 'asked for ' + all.length + ': ' + all.join(' ');";
    let folder = tempfile::tempdir().unwrap();
    let Some(output) = open(&written(folder.path(), &watched(script)), &["--dump-dom"]) else {
        return;
    };
    assert_eq!(seen(&output), "asked for 0: ");
}

#[test]
fn a_box_hides_the_findings_of_its_level_and_no_others() {
    let script = "const levels = ['low', 'medium', 'high', 'critical'];\
        const shown = () => levels.map(level => [...document.querySelectorAll(`article[data-risk=${level}]`)]\
            .filter(one => one.offsetParent !== null).length).join(' ');\
        const seen = [shown()];\
        for (const level of levels) {\
            const box = document.getElementById('show-' + level);\
            box.click(); seen.push(shown()); box.click();\
        }\
        seen.push(shown());\
        document.getElementById('seen').textContent = seen.join(', ');";
    let folder = tempfile::tempdir().unwrap();
    let Some(output) = open(&written(folder.path(), &watched(script)), &["--dump-dom"]) else {
        return;
    };
    let seen = seen(&output);
    let steps: Vec<Vec<u32>> = seen
        .split(", ")
        .map(|step| step.split(' ').map(|n| n.parse().unwrap()).collect())
        .collect();
    let all = steps[0].clone();
    assert!(all.iter().sum::<u32>() > 0, "{seen}");
    for (level, step) in steps[1..5].iter().enumerate() {
        let mut expected = all.clone();
        expected[level] = 0;
        assert_eq!(*step, expected, "{seen}");
    }
    assert_eq!(steps[5], all, "{seen}");
}

/// A tall picture that takes a whole page would leave its chapter's title alone on the one before.
#[test]
fn on_paper_the_picture_stands_below_the_title_of_its_chapter() {
    let model = report_samples::sample("husky-ai");
    let date = Date::new(2026, 11, 22).unwrap();
    let order = Order::new(&model, &report_samples::CATALOG, date);
    let made = make(&order, Format::Html, &Silent).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let page = written(folder.path(), &String::from_utf8(made.bytes).unwrap());
    let paper = folder.path().join("report.pdf");
    let print = format!("--print-to-pdf={}", paper.display());
    if open(&page, &[&print]).is_none() {
        return;
    }
    let Ok(told) = Command::new("pdftotext").arg(&paper).arg("-").output() else {
        println!("skipped: pdftotext is not installed here");
        return;
    };
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let mut pages = told.split('\u{c}');
    let titled = pages.find(|page| page.contains("Figure 1"));
    assert!(titled.unwrap().contains("The pipeline"));
}
