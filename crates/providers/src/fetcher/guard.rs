//! Whom we connect to: a URL is looked at before anything is sent, and a name's addresses are
//! looked at in the very step that resolves it for the connection, so that no second answer of a
//! name server can lead elsewhere.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_public;

/// The setting that opens private networks.
pub const ALLOW_PRIVATE: &str =
    "set `allow_private_urls` (MEM0_ALLOW_PRIVATE_URLS=true) to allow it";

/// Finds the addresses of a host.
#[async_trait]
pub trait HostResolver: Send + Sync {
    /// All addresses of this host.
    ///
    /// # Errors
    /// It has none, or the name servers don't answer.
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

#[async_trait]
impl HostResolver for SystemResolver {
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let found = tokio::net::lookup_host((host, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    }
}

/// Somewhere we don't go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused(pub(super) String);

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for Refused {}

/// Decides where connections may go.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) resolver: Arc<dyn HostResolver>,
    pub(super) allow_private: bool,
}

impl Guard {
    /// Looks at everything of a URL that needs no name server.
    pub(super) fn check_url(&self, url: &Url) -> Result<(), Refused> {
        if !matches!(url.scheme(), "http" | "https") {
            return refused(format!(
                "{} is not fetched, only http and https",
                url.scheme()
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("it carries a user or a password".to_owned());
        }
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return refused("it names no host".to_owned());
        };
        if self.allow_private {
            return Ok(());
        }
        // Decimal, octal and hexadecimal spellings are gone: the URL's parser made them plain.
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = literal.parse::<IpAddr>()
            && !is_public(address)
        {
            return refused(private(address));
        }
        // Below 1024 are services that take orders from whoever writes to them: mail, shells.
        match url.port_or_known_default() {
            Some(80 | 443 | 1024..) => Ok(()),
            port => refused(format!(
                "port {} is not one of the web; {ALLOW_PRIVATE}",
                port.unwrap_or_default()
            )),
        }
    }

    /// The addresses of a host, if every one of them is public: a name with one private address
    /// is up to no good.
    pub(super) async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, BoxedError> {
        let addresses = self.resolver.lookup(host).await?;
        if addresses.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the host has no address").into());
        }
        if let Some(private_one) = addresses
            .iter()
            .find(|address| !self.allow_private && !is_public(**address))
        {
            return Err(Refused(private(*private_one)).into());
        }
        Ok(addresses)
    }
}

type BoxedError = Box<dyn Error + Send + Sync>;

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let addresses = guard.addresses(name.as_str()).await?;
            let sockets = addresses
                .into_iter()
                .map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(sockets) as Addrs)
        })
    }
}

fn private(address: IpAddr) -> String {
    format!("its host is at {address}, which is no public address; {ALLOW_PRIVATE}")
}

fn refused<T>(reason: String) -> Result<T, Refused> {
    Err(Refused(reason))
}

/// The refusal among an error's causes.
pub(super) fn refusal<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Refused> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(refused) = error.downcast_ref::<Refused>() {
            return Some(refused);
        }
        cause = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, allow_private: bool) -> Result<(), Refused> {
        let guard = Guard {
            resolver: Arc::new(SystemResolver),
            allow_private,
        };
        guard.check_url(&url.parse().unwrap())
    }

    #[test]
    fn every_spelling_of_a_private_address_is_refused() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://127.0.0.1./",
            "http://１２７.０.０.１/",
            "http://0/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::7f00:1]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[2002:7f00:1::]/",
            "http://[fd00:ec2::254]/",
            "https://10.0.0.1:8443/",
        ] {
            let problem = check(url, false).expect_err(url).0;
            assert!(problem.contains("MEM0_ALLOW_PRIVATE_URLS"), "{problem}");
            assert_eq!(check(url, true), Ok(()), "{url}");
        }
    }

    #[test]
    fn users_other_schemes_and_other_services_are_refused() {
        for url in [
            "http://example.com@127.0.0.1/",
            "http://user@example.com/",
            "http://:secret@example.com/",
            "ftp://example.com/",
            "file:///etc/passwd",
            "gopher://example.com/",
        ] {
            assert!(check(url, false).is_err(), "{url}");
            assert!(check(url, true).is_err(), "{url}");
        }
        let problem = check("http://:hunter2@example.com/", false).expect_err("a password");
        assert!(!problem.0.contains("hunter2"));
        assert!(check("http://example.com:25/", false).is_err());
        for url in [
            "http://example.com/",
            "https://example.com:8443/a",
            "http://1.1.1.1/",
        ] {
            assert_eq!(check(url, false), Ok(()), "{url}");
        }
    }
}
