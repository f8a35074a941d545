//! What is taken from descriptions, and what is not.

use super::Described;
use crate::NameKind;

fn names(name: &str, text: &str) -> Vec<String> {
    Described::of(name, text).names.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn other_names_of_the_party_itself_are_taken() {
    let avalanche = "Zandomar, also known as Polestra-Puls, is a Ruritanian data company.";
    assert_eq!(names("Zandomar", avalanche), ["Polestra-Puls"]);
    let former = "Formerly known as Velmira, Zandomar sells cameras.";
    assert_eq!(Described::of("Zandomar", former).names, [("Velmira".to_owned(), NameKind::Former)]);
    let lead = "Zandomar Robotics, a Chinese maker, is a producer of drones.";
    assert_eq!(names("Zandomar", lead), ["Zandomar Robotics"]);
    let full = "Xiamen Zandomar Pico Co., Ltd. (aka Zandomar Pico) provides cameras.";
    assert_eq!(names("Zandomar Pico", full), ["Xiamen Zandomar Pico Co., Ltd."]);
}

#[test]
fn names_of_others_are_not_taken() {
    let partner = "Zandomar is a partner in long standing and in many projects of the well-known maker of cameras Velmira, \
                   formerly known as Tarkonis, a Russian firm.";
    assert!(names("Zandomar", partner).is_empty());
    assert!(
        names("Zandomar", "It sold to Velmira. Velmira, also known as Tarkonis, paid.").is_empty()
    );
}

#[test]
fn countries_of_the_party_are_taken_and_not_those_of_its_customers() {
    let countries = |text: &str| Described::of("Zandomar", text).countries;
    assert_eq!(countries("Zandomar is an Israeli cyber company that sold to Mexico."), ["IL"]);
    assert_eq!(countries("Zandomar, based in Herzliya, Israel, exports to Kenya."), ["IL"]);
    assert_eq!(countries("Zandomar is a Milan-based firm. Its cameras are used in Egypt."), ["IT"]);
    assert_eq!(countries("Zandomar is one of India's premier makers."), ["IN"]);
    assert!(countries("Zandomar develops spyware. Saudi Arabia and Togo bought it.").is_empty());
    assert!(countries("").is_empty());
}
