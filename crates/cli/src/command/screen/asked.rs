//! What is asked on the command line, as an application.

use chancery_interop::{Applications, said_code, said_identifier};
use chancery_record::StateCode;
use chancery_screening::{Address, Application, Goods, Leg, Name, NameKind, Participant};

use crate::{exit::Exit, failure::Failure};

/// What is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Asked {
    /// Name of a party
    #[arg(long, value_name = "NAME")]
    party: Option<String>,
    /// Another name of the party; can be given again
    #[arg(long, value_name = "NAME", requires = "party")]
    alias: Vec<String>,
    /// Where the party is registered; can be given again
    #[arg(long, value_name = "STATE")]
    country: Vec<StateCode>,
    /// A number of the party in a register: lei:… or national-register/EE:…; can be given again
    #[arg(long, value_name = "REGISTER:NUMBER")]
    identifier: Vec<String>,
    /// An address, of the party or alone
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// Entry of a control list: 5A001.f, or with its list eu-annex-i:5A001.f; can be given again
    #[arg(long, value_name = "CODE")]
    item: Vec<String>,
    /// Name under which an item is sold; can be given again
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,
    /// Where it ends
    #[arg(long, value_name = "STATE")]
    destination: Option<StateCode>,
    /// Countries on the way, in order, with commas: IE,AE,SY
    #[arg(long, value_name = "STATES", value_delimiter = ',')]
    route: Vec<StateCode>,
}

impl Asked {
    pub(super) fn application(&self) -> Result<Application, Failure> {
        let mut application = Application {
            destination: self.destination.map(|state| state.to_string()),
            parties: self.participant()?.into_iter().collect(),
            ..Application::default()
        };
        if !self.item.is_empty() || !self.product.is_empty() {
            application.items.push(Goods {
                product_names: self.product.clone(),
                codes: self.item.iter().map(|code| said_code(code)).collect(),
                ..Goods::default()
            });
        }
        let leg = |country: &StateCode| Leg { country: country.to_string(), place: None };
        application.route = self.route.iter().map(leg).collect();
        let asks = !application.parties.is_empty() || !application.items.is_empty();
        if !asks && application.route.is_empty() {
            return Err(Failure::new(
                "nothing is asked",
                "give --party, --identifier, --address, --item, --product or --route, or a FILE",
            )
            .ending(Exit::Usage));
        }
        Applications::check(&application)
            .map_err(|flaw| Failure::of(&flaw, flaw.hint()).ending(Exit::Usage))?;
        Ok(application)
    }

    fn participant(&self) -> Result<Option<Participant>, Failure> {
        let mut participant = Participant::default();
        let card = &mut participant.card;
        let name = |value: &String, kind| Name { value: value.clone(), kind };
        card.names.extend(self.party.iter().map(|party| name(party, NameKind::Legal)));
        card.names.extend(self.alias.iter().map(|alias| name(alias, NameKind::Alias)));
        for text in &self.identifier {
            let identifier = said_identifier(text)
                .map_err(|flaw| Failure::of(&flaw, flaw.hint()).ending(Exit::Usage))?;
            card.identifiers.push(identifier);
        }
        let address = |text: &String| Address { text: text.clone(), country: None };
        card.addresses.extend(self.address.iter().map(address));
        let nobody =
            card.names.is_empty() && card.identifiers.is_empty() && card.addresses.is_empty();
        card.countries = self.country.iter().map(ToString::to_string).collect();
        Ok((!nobody).then_some(participant))
    }
}
