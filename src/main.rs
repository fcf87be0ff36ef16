//! The program: hands its arguments to the command line and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    bartizan::cli::run(std::env::args_os())
}
