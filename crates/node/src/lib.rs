//! The process: configuration, keys, the one event loop, shutdown, telemetry.

mod clock;
mod config;
mod file;
mod telemetry;

pub use clock::now_s;
pub use config::{Config, ConfigError, LogFormat};
pub use file::FileError;
pub use telemetry::{TelemetryError, telemetry};
