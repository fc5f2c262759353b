//! Every path from a leaf upwards, through cross-signed and re-issued certificates.

use alloc::vec::Vec;

use super::algorithms::Answer;
use super::limits::PathLimits;
use super::links::{Index, Links};
use crate::certificate::Certificate;

/// Where a path ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At a self-issued certificate, the root.
    Root,
    /// At a certificate whose issuer is not in the bag.
    IssuerMissing,
    /// At a certificate that names an issuer of the bag whose key did not sign it.
    NotSignedBy(Index),
}

/// Certificates from the leaf upwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) members: Vec<Index>,
    pub(crate) end: End,
    /// Some link could not be verified with the algorithms at hand.
    pub(crate) unknown_link: bool,
}

/// All routes from one leaf.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    /// Those that end in a root; if there are none, those that get furthest.
    pub(crate) routes: Vec<Route>,
    /// A limit was reached: there may be more.
    pub(crate) limited: bool,
}

impl Routes {
    /// Searches depth first. Routes without a root are kept only while none with a root is found.
    pub(crate) fn find<'a>(
        leaf: Index,
        certificates: &[&'a Certificate],
        links: &mut Links<'a>,
        limits: &PathLimits,
    ) -> Self {
        let mut search =
            Search { certificates, links, limits, steps: limits.steps, found: Self::default() };
        search.visit(&mut Vec::new(), leaf, false);
        let mut found = search.found;
        found.limited |= links.exhausted();
        let complete = |route: &Route| route.end == End::Root;
        if found.routes.iter().any(complete) {
            found.routes.retain(complete);
        } else {
            let furthest = found.routes.iter().map(|route| route.members.len()).max();
            found.routes.retain(|route| Some(route.members.len()) == furthest);
        }
        found
    }
}

struct Search<'s, 'a> {
    certificates: &'s [&'a Certificate],
    links: &'s mut Links<'a>,
    limits: &'s PathLimits,
    steps: usize,
    found: Routes,
}

impl Search<'_, '_> {
    /// Extends `below` by `next`. The recursion is as deep as a path is long.
    fn visit(&mut self, below: &mut Vec<Index>, next: Index, unknown_link: bool) {
        let Some(steps) = self.steps.checked_sub(1) else {
            self.found.limited = true;
            return;
        };
        self.steps = steps;
        below.push(next);
        let self_issued = self.certificates.get(next).is_some_and(|c| c.is_self_issued());
        if self_issued {
            self.keep(below, End::Root, unknown_link);
        }
        let links = self.links.issuers(next);
        let mut extended = false;
        for link in links.iter().filter(|link| link.answer != Answer::Invalid) {
            // A self-issued certificate is a root unless a key of the bag vouches for it.
            if self_issued && link.answer != Answer::Valid {
                continue;
            }
            let identity = self.links.identity(link.issuer);
            if below.iter().any(|member| self.links.identity(*member) == identity) {
                continue;
            }
            extended = true;
            if below.len() >= self.limits.certificates {
                self.found.limited = true;
                self.keep(below, End::IssuerMissing, unknown_link);
            } else {
                let unknown = unknown_link || link.answer == Answer::Unknown;
                self.visit(below, link.issuer, unknown);
            }
        }
        if !extended && !self_issued {
            let refused = links.iter().find(|link| link.answer == Answer::Invalid);
            let end = refused.map_or(End::IssuerMissing, |link| End::NotSignedBy(link.issuer));
            self.keep(below, end, unknown_link);
        }
        below.pop();
    }

    fn keep(&mut self, members: &[Index], end: End, unknown_link: bool) {
        let complete = end == End::Root;
        let kept = self.found.routes.iter().filter(|r| (r.end == End::Root) == complete).count();
        if kept < self.limits.paths {
            let members = members.to_vec();
            self.found.routes.push(Route { members, end, unknown_link });
        } else if complete {
            self.found.limited = true;
        }
    }
}
