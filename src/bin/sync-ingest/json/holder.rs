//! Who made a lock.

use serde::Serialize;
use sync_ingest::Holder;

/// Returns who made a lock, as data; details that the lock does not show are left out.
#[derive(Serialize)]
pub(super) struct HolderObject<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    oddity: Option<&'static str>,
}

impl<'a> HolderObject<'a> {
    pub(super) fn of(holder: &'a Holder) -> Self {
        Self {
            kind: holder.kind(),
            name: holder.name(),
            host: holder.host(),
            version: holder.version(),
            user: holder.user(),
            oddity: holder.oddity().map(|oddity| oddity.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::line;
    use sync_ingest::Oddity;

    #[test]
    fn details_that_the_lock_does_not_show_are_left_out() {
        let text = str::to_owned;
        let object = |holder| line(&HolderObject::of(&holder));
        assert_eq!(
            object(Holder::Agent { name: text("registry"), host: text("erp-1"), version: text("0.2.0") }),
            "{\"kind\":\"agent\",\"name\":\"registry\",\"host\":\"erp-1\",\"version\":\"0.2.0\"}\n"
        );
        assert_eq!(object(Holder::User(33)), "{\"kind\":\"user\",\"user\":33}\n");
        assert_eq!(object(Holder::Odd(Oddity::Directory)), "{\"kind\":\"odd\",\"oddity\":\"directory\"}\n");
        assert_eq!(
            object(Holder::RemoteAgent { name: text("registry"), host: None }),
            "{\"kind\":\"remote_agent\",\"name\":\"registry\"}\n"
        );
    }
}
