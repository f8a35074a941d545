//! What the node says about itself: `tracing`, on standard error, as text or as JSON.
//!
//! Standard output belongs to the command; keys, passphrases and bodies belong nowhere in a log.

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Why logging could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// `log.filter` is not a filter.
    #[error("log.filter {filter:?} is not a filter")]
    Filter {
        /// What the configuration says.
        filter: String,
        /// Why.
        source: tracing_subscriber::filter::ParseError,
    },
}

impl TelemetryError {
    /// What to do next.
    pub fn hint(&self) -> String {
        "write a level such as \"info\", or target=level pairs separated by commas".into()
    }
}

/// Sends what the process traces to standard error, as configured. A second call changes nothing.
///
/// # Errors
/// When `log.filter` is not a filter.
pub fn start(config: &Config) -> Result<(), TelemetryError> {
    let filter = EnvFilter::try_new(&config.log.filter)
        .map_err(|source| TelemetryError::Filter { filter: config.log.filter.clone(), source })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber in one process (tests start several nodes) is not an error.
    let _already_set = match config.log.format {
        LogFormat::Text => builder.with_ansi(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    Ok(())
}
