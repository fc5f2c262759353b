//! Every path from a leaf upwards, through cross-signed and re-issued certificates.

use alloc::vec::Vec;

use super::algorithms::{Answer, SignatureAlgorithms};
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
    /// At a certificate whose issuers all have a name and key that the path has already.
    Circle,
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

/// The search for the routes of a bag.
pub(crate) struct Search<'s, 'a> {
    certificates: &'s [&'a Certificate],
    pub(crate) links: Links<'a>,
    limits: &'s PathLimits,
    steps: usize,
    found: Routes,
}

impl<'s, 'a> Search<'s, 'a> {
    pub(crate) fn new(
        certificates: &'s [&'a Certificate],
        algorithms: SignatureAlgorithms<'a>,
        limits: &'s PathLimits,
    ) -> Self {
        let links = Links::new(certificates.to_vec(), algorithms, limits.signatures);
        Self { certificates, links, limits, steps: limits.steps, found: Routes::default() }
    }

    /// Searches depth first. Routes without a root are kept only while none with a root is found.
    pub(crate) fn routes(&mut self, leaf: Index) -> Routes {
        self.visit(&mut Vec::new(), leaf, false);
        let mut found = core::mem::take(&mut self.found);
        found.limited |= self.links.exhausted();
        let complete = |route: &Route| route.end == End::Root;
        if found.routes.iter().any(complete) {
            found.routes.retain(complete);
        } else {
            let furthest = found.routes.iter().map(|route| route.members.len()).max();
            found.routes.retain(|route| Some(route.members.len()) == furthest);
        }
        found
    }

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
        let (mut extended, mut circle) = (false, false);
        for link in links.iter() {
            let unknown = match link.answer {
                Some(Answer::Valid) => false,
                // A self-issued certificate is a root unless a key of the bag vouches for it
                //
                Some(Answer::Unknown) if !self_issued => true,
                _ => continue,
            };
            let identity = self.links.identity(link.issuer);
            if below.iter().any(|member| self.links.identity(*member) == identity) {
                circle = true;
                continue;
            }
            extended = true;
            if below.len() >= self.limits.certificates {
                self.found.limited = true;
                self.keep(below, End::IssuerMissing, unknown_link);
            } else {
                self.visit(below, link.issuer, unknown_link || unknown);
            }
        }
        if !extended && !self_issued {
            let refused = links.iter().find(|link| link.answer == Some(Answer::Invalid));
            let end = match refused {
                _ if circle => End::Circle,
                Some(link) => End::NotSignedBy(link.issuer),
                None => End::IssuerMissing,
            };
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
