//! What the desk does when somebody screens.

use chancery_screening::Application;

use super::{Depth, ScreenError, Screener};
use crate::answer::Screening;
use crate::desk::{Desk, blocking};

/// Applications of one request: at 20 ms each this is a third of a second.
const AT_ONCE_MAX: usize = 64;

impl Desk {
    /// Compares an application with all that is held and all lists. Nobody is told.
    ///
    /// # Errors
    /// When it cannot be compared, or the index does not answer.
    pub async fn screen(
        &self,
        application: Application,
        depth: Depth,
    ) -> Result<Screening, ScreenError> {
        let mut screenings = self.screen_all(vec![application], depth).await?;
        screenings.pop().ok_or(ScreenError::Stopped)
    }

    /// The same for several, in their order, of one state of the index.
    ///
    /// # Errors
    /// As [`Desk::screen`].
    pub async fn screen_all(
        &self,
        applications: Vec<Application>,
        depth: Depth,
    ) -> Result<Vec<Screening>, ScreenError> {
        let desk = self.clone();
        let work = move || desk.screened(applications, depth);
        let screened = blocking(work).await.unwrap_or(Err(ScreenError::Stopped));
        screened.inspect_err(|error| {
            self.note_refusal(error.name());
            if let ScreenError::Index(error) = error {
                self.index.failed(error);
            }
        })
    }

    /// The same, on a thread that may wait.
    pub(crate) fn screened(
        &self,
        applications: Vec<Application>,
        depth: Depth,
    ) -> Result<Vec<Screening>, ScreenError> {
        if applications.len() > AT_ONCE_MAX {
            let found = applications.len();
            return Err(ScreenError::TooMany { found, most: AT_ONCE_MAX });
        }
        let parties = self.catalogue.parties().ok_or(ScreenError::NoIndex)?;
        let (look, words) = (parties.look()?, self.vocabularies());
        let commonness = parties.commonness();
        let lists = self.catalogue.lists();
        let mut screener =
            Screener::new(&self.store, &words, &look, &commonness, &self.settings, lists)?;
        applications.into_iter().map(|application| screener.screen(application, depth)).collect()
    }
}
