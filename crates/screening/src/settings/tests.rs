//! Laws of settings.

use super::Settings;

#[test]
fn what_is_missing_is_as_it_is_by_default() {
    let read: Settings = serde_json::from_str(r#"{"threshold": 650}"#).unwrap();
    assert_eq!(read, Settings { threshold: 650, ..Settings::default() });
    assert!(serde_json::from_str::<Settings>(r#"{"treshold": 650}"#).is_err());
}

#[test]
fn other_settings_have_another_name() {
    let other = Settings { other_country: 151, ..Settings::default() };
    assert_ne!(Settings::default().name(), other.name());
    assert_eq!(Settings::default().name(), Settings::default().name());
}
