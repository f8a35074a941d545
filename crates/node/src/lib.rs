//! The process: configuration, keys, the one event loop, shutdown, telemetry.

mod config;

pub use config::{Config, ConfigError, LogFormat};
