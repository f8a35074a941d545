//! Memory of this process and what it has cost, as the kernel counts them.

/// Megabytes: the most that was ever resident, what is now, and how much of that is no mapped file.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
pub struct Memory {
    pub peak_mb: f64,
    pub now_mb: f64,
    pub own_mb: f64,
    /// Seconds of a core that it has used since it began.
    pub cpu_s: f64,
}

impl Memory {
    pub fn now() -> Memory {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
            number.unwrap_or(0.0) / 1024.0
        };
        Memory {
            peak_mb: of("VmHWM:"),
            now_mb: of("VmRSS:"),
            own_mb: of("RssAnon:"),
            cpu_s: cpu_s(),
        }
    }
}

/// Ticks of user and system, a hundred a second, behind the name in brackets.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit_once(") ").map_or("", |(_, behind)| behind);
    let ticks = behind.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}
