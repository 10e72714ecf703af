//! Which addresses are out in the open, where whoever sends a message may send us too.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A public address that is none: what Azure shows its machines from within.
const AZURE_WIRE_SERVER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

/// Whether an address belongs to a machine on the public internet, by the registries of special
/// addresses of IANA. In doubt it doesn't.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        // This network, private, loopback, multicast, reserved and broadcast.
        (0 | 10 | 127 | 224..=255, ..) => true,
        // Shared by carriers; Alibaba's metadata are here.
        (100, 64..=127, _) => true,
        // Link-local: the metadata of most clouds.
        (169, 254, _) | (172, 16..=31, _) | (192, 168, _) => true,
        // Protocol assignments (Oracle's metadata), documentation, relays from 6to4.
        (192, 0, 0 | 2) | (192, 88, 99) => true,
        // Benchmarks, documentation.
        (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => true,
        _ => false,
    };
    !special && address != AZURE_WIRE_SERVER
}

/// Only global unicast (2000::/3) is public; thereby loopback, link-local, unique local,
/// multicast, and the forms that carry an IPv4 address (mapped, compatible, NAT64) are not.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let special = match segments {
        // Protocol assignments: Teredo, ORCHID, benchmarks.
        [0x2001, 0..=0x01ff, ..] => true,
        // Documentation, 6to4.
        [0x2001, 0x0db8, ..] | [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => true,
        // ISATAP, which carries an IPv4 address.
        [_, _, _, _, 0 | 0x0200, 0x5efe, ..] => true,
        _ => false,
    };
    segments[0] & 0xe000 == 0x2000 && !special
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn public(text: &str) -> bool {
        is_public(text.parse().unwrap())
    }

    #[test]
    fn addresses_of_the_internet_are_public() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.215.14",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700::6810:84e5",
            "2400:3200::1",
            "2001:4860:4860::8888",
            "3ffe::1",
        ] {
            assert!(public(text), "{text}");
        }
    }

    #[test]
    fn special_addresses_are_not() {
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2606:4700::5efe:7f00:1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!public(text), "{text}");
        }
    }

    proptest! {
        /// However an IPv4 address is dressed up as IPv6, it is not public.
        #[test]
        fn no_form_of_ipv4_within_ipv6_is_public(bits: u32) {
            let inner = Ipv4Addr::from_bits(bits);
            let [a, b, c, d] = inner.octets().map(u16::from);
            let (high, low) = (a << 8 | b, c << 8 | d);
            for form in [
                inner.to_ipv6_mapped(),
                inner.to_ipv6_compatible(),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x2001, 0, 0x4136, 0xe378, 0x8000, 0x63bf, !high, !low),
            ] {
                prop_assert!(!is_public(form.into()), "{form}");
            }
        }

        /// What the standard library calls private, loopback, and so on, is not public.
        #[test]
        fn what_the_standard_library_knows_as_special_is_not_public(bits: u32, wide: u128) {
            let four = Ipv4Addr::from_bits(bits);
            if four.is_private() || four.is_loopback() || four.is_link_local()
                || four.is_multicast() || four.is_broadcast() || four.is_documentation()
                || four.is_unspecified() {
                prop_assert!(!is_public(four.into()), "{four}");
            }
            let six = Ipv6Addr::from_bits(wide);
            if six.is_loopback() || six.is_multicast() || six.is_unspecified()
                || six.is_unique_local() || six.is_unicast_link_local()
                || six.to_ipv4().is_some() {
                prop_assert!(!is_public(six.into()), "{six}");
            }
        }

        /// Outside 2000::/3 nothing is public.
        #[test]
        fn only_global_unicast_is_public(wide: u128) {
            if is_public(Ipv6Addr::from_bits(wide).into()) {
                prop_assert_eq!(wide >> 125, 1);
            }
        }
    }
}
