//! What people type and paste.

use amt_provisioning::*;

use super::naive;

/// `identifier`, line break, `suffix`: both read and compared as the rules say.
pub fn dns_name(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (identifier, suffix) = data.split_at(end);
    for (is_identifier, received) in [(true, identifier), (false, suffix)] {
        let read = if is_identifier { DnsName::identifier } else { DnsName::suffix };
        let name = read(received).map(|name| name.to_string());
        assert_eq!(name.ok(), naive::name(received, is_identifier));
    }
    let names = (DnsName::identifier(identifier), DnsName::suffix(suffix));
    let (Ok(identifier), Ok(suffix)) = names else { return };
    for (tlds, extension) in
        [DepthExtension::None, DepthExtension::ComNet, DepthExtension::Full].into_iter().enumerate()
    {
        let rules = identifier.matches(&suffix, extension).rules();
        let rules = [MatchRules::PLAIN, MatchRules::WILDCARD, MatchRules::DEPTH]
            .map(|rule| rules.contains(rule));
        assert_eq!(rules, naive::matches(identifier.as_str(), suffix.as_str(), tlds as u8));
    }
}

/// A pasted hash: as shown, it is read again with nothing to remove.
pub fn hash_text(data: &[u8]) {
    let read = HashText::from_bytes(data);
    let Ok(text) = std::str::from_utf8(data) else { return assert!(read.is_err()) };
    match read {
        Ok(HashText { hash, stated, .. }) => {
            assert!(stated.is_none_or(|stated| stated == hash.algorithm()));
            let shown = HashText { hash, stripped: Stripped::empty(), stated: None };
            assert_eq!(hash.to_string().parse(), Ok(shown));
            let pairs = hash.as_bytes().iter().map(|byte| format!("{byte:02X}"));
            let pasted = format!("{}: {}", hash.algorithm(), pairs.collect::<Vec<_>>().join(":"));
            assert_eq!(pasted.parse().map(|read: HashText| read.hash), Ok(hash));
        }
        Err(error) => assert!(error.offset().is_some_and(|at| text.is_char_boundary(at))),
    }
    let list = RootHashList {
        entries: read.map(|read| read.hash.into()).into_iter().collect(),
        ..Default::default()
    };
    assert_eq!(check_root_hash(text, Some(&list)).error_code == 0, read.is_ok());
}

/// A list of hashes: written out, it is the same list.
pub fn hash_list(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(list) = text.parse::<RootHashList>() else { return };
    assert!(list.entries.len() <= text.lines().count());
    let line = |entry: &HashEntry| {
        let active = match entry.active {
            Some(true) => ",active",
            Some(false) => ",inactive",
            None => "",
        };
        let default = if entry.default == Some(true) { ",default" } else { "" };
        format!("{}:{}{active}{default}\n", entry.hash.algorithm(), entry.hash)
    };
    let written: String = list.entries.iter().map(line).collect();
    assert_eq!(written.parse(), Ok(list));
}

/// A firmware release: as shown, it is the same release.
pub fn release(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match text.parse::<ReleaseText>() {
        Ok(ReleaseText { release, .. }) => {
            assert_eq!(release.to_string().parse(), Ok(release));
            let [major, minor, hotfix, build] = release.parts();
            assert_eq!(Release::new(major, minor, hotfix, build), release);
        }
        Err(error) => assert!(error.offset().is_some_and(|at| at <= text.len())),
    }
}

/// A time: as shown it is the same time, and the calendar agrees with counting the days.
pub fn wall_time(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match text.parse::<WallTime>() {
        Ok(time) => {
            assert_eq!(time.to_string().parse(), Ok(time));
            let Civil { year, month, day, hour, minute, second } = time.civil();
            let day = naive::unix_of_day(year, month, day);
            let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
            assert_eq!(time.unix(), day + seconds);
        }
        Err(error) => assert!(error.offset().is_some_and(|at| at <= text.len())),
    }
}
