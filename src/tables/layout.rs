//! What the header decides: which columns are delivered, under which names, and which are the key.

use super::names::{clean_name, fold_name};
use super::options::{Header, TableOptions};
use super::reasons::RefusalReason;

/// What the header decides.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// The names in the file.
    pub(super) header: Vec<String>,
    /// The same as they are compared; empty where the table has no header that could be repeated.
    pub(super) folded: Vec<String>,
    /// The names of the delivered columns.
    pub(super) names: Vec<String>,
    /// Where each delivered column is in the file.
    pub(super) delivered: Vec<usize>,
    /// Whether each delivered column is a key.
    pub(super) is_key: Vec<bool>,
    /// Where each key column is in the file.
    pub(super) key: Vec<usize>,
    /// The key columns are the first ones.
    pub(super) key_is_first: bool,
    /// The names of the key columns, as they are compared.
    pub(super) key_names: Vec<String>,
    /// How many names are in the header more than once, and how many columns have none.
    pub(super) repeated: u64,
    pub(super) unnamed: u64,
}

impl Layout {
    pub(super) fn new(header: Vec<String>, options: &TableOptions) -> Result<Self, RefusalReason> {
        let folded: Vec<String> = header.iter().map(|name| fold_name(name)).collect();
        if let Header::Expected(names) = &options.header {
            if !names.iter().map(|name| fold_name(name)).eq(folded.iter().cloned()) {
                return Err(RefusalReason::HeaderDiffers);
            }
        }
        // Written down, it would be a row that nobody sees.
        if folded.iter().all(String::is_empty) && !folded.is_empty() {
            return Err(RefusalReason::HeaderUnreadable);
        }
        let place = |name: &str| {
            let name = fold_name(name);
            let mut places = (0..folded.len()).filter(|place| folded[*place] == name);
            match (places.next(), places.next()) {
                (None, _) => Err(RefusalReason::ColumnMissing),
                (Some(_), Some(_)) => Err(RefusalReason::ColumnRepeated),
                (Some(place), None) => Ok(place),
            }
        };
        let mapped: Vec<(usize, &str)> =
            options.map.iter().map(|(from, to)| Ok((place(from)?, to.as_str()))).collect::<Result<_, _>>()?;
        let new_name = |place: usize| mapped.iter().find(|(from, _)| *from == place).map(|(_, to)| *to);
        let delivered: Vec<usize> = match options.only_mapped {
            true => mapped.iter().map(|(from, _)| *from).collect(),
            false => (0..header.len()).collect(),
        };
        let names =
            delivered.iter().map(|place| new_name(*place).map_or_else(|| clean_name(&header[*place]), str::to_owned));
        let names: Vec<String> = names.collect();
        let key_place = |name: &String| match mapped.iter().find(|(_, to)| fold_name(to) == fold_name(name)) {
            Some((from, _)) => Ok(*from),
            None => place(name),
        };
        let key: Vec<usize> = options.key.iter().map(key_place).collect::<Result<_, _>>()?;
        let key_name = |place: &usize| fold_name(new_name(*place).unwrap_or(&header[*place]));
        let mut named: Vec<&str> = folded.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        named.sort_unstable();
        let repeated = named.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).count() as u64;
        Ok(Self {
            repeated,
            unnamed: folded.iter().filter(|name| name.is_empty()).count() as u64,
            is_key: delivered.iter().map(|place| key.contains(place)).collect(),
            key_is_first: (0..key.len()).all(|place| key.contains(&place)),
            key_names: key.iter().map(key_name).collect(),
            folded: if options.header == Header::Absent { Vec::new() } else { folded },
            header,
            names,
            delivered,
            key,
        })
    }

    /// How many cells a row has.
    pub(super) fn width(&self) -> usize {
        self.header.len()
    }

    /// Columns whose name is in the header more than once, and columns without a name.
    pub(super) fn columns_where(&self, is: impl Fn(&str, &[String]) -> bool) -> impl Iterator<Item = usize> {
        let found: Vec<usize> = (0..self.folded.len()).filter(|place| is(&self.folded[*place], &self.folded)).collect();
        found.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(header: &[&str], options: &TableOptions) -> Result<Layout, RefusalReason> {
        Layout::new(header.iter().map(|name| (*name).to_owned()).collect(), options)
    }

    #[test]
    fn columns_are_found_by_their_names_however_they_are_written() {
        let options = TableOptions::default().key(" numéro").map("NOM", "lastname").map("Nume\u{301}ro", "idnumber");
        let found = layout(&["Nom", "\u{feff}Numéro ", "Autre"], &options).unwrap();
        assert_eq!((found.key.clone(), found.key_is_first), (vec![1], false));
        assert_eq!(found.names, ["lastname", "idnumber", "Autre"]);
        assert_eq!(found.key_names, ["idnumber"]);
        let only = layout(&["Nom", "Numéro", "Autre"], &options.only_mapped(true)).unwrap();
        assert_eq!((only.names, only.delivered), (vec!["lastname".into(), "idnumber".into()], vec![0, 1]));
    }

    #[test]
    fn a_key_may_have_its_mapped_name() {
        let options = TableOptions::default().key("idnumber").map("Num", "idnumber");
        assert_eq!(layout(&["Nom", "Num"], &options).unwrap().key, [1]);
    }

    #[test]
    fn repeated_names_are_refused_where_they_are_mapped_or_a_key_alone() {
        let header = ["id", "name", "Name "];
        assert_eq!(layout(&header, &TableOptions::default().key("id")).unwrap().repeated, 1);
        assert_eq!(layout(&header, &TableOptions::default().key("name")), Err(RefusalReason::ColumnRepeated));
        assert_eq!(layout(&header, &TableOptions::default().map("NAME", "n")), Err(RefusalReason::ColumnRepeated));
        assert_eq!(layout(&header, &TableOptions::default().key("number")), Err(RefusalReason::ColumnMissing));
    }

    #[test]
    fn another_header_than_the_pinned_one_is_refused() {
        let pinned = TableOptions::default().header(Header::Expected(vec!["ID".into(), "name".into()]));
        assert!(layout(&["id", "Name"], &pinned).is_ok());
        for other in [&["name", "id"][..], &["id"], &["id", "name", "x"]] {
            assert_eq!(layout(other, &pinned), Err(RefusalReason::HeaderDiffers));
        }
    }

    #[test]
    fn keys_are_first_in_any_order() {
        let options = TableOptions::default().key("b").key("a");
        assert!(layout(&["a", "b", "c"], &options).unwrap().key_is_first);
        assert!(!layout(&["a", "c", "b"], &options).unwrap().key_is_first);
    }
}
