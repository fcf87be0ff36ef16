//! The finished document as bytes. lopdf's own writer copies every object before it packs it and keeps them all to the end; a
//! report has a hundred structure elements on a page, so this one packs as it goes and frees what is written.

use std::io::Write as _;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use super::finish::name;
use crate::report::ReportError;

/// Objects that are bytes already, in the order of their numbers.
#[derive(Default)]
pub(super) struct Raw {
    bytes: Vec<u8>,
    /// The number of each object, and where it ends.
    ends: Vec<(u32, usize)>,
}

impl Raw {
    /// Adds an object under its number.
    pub(super) fn add(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push((number, self.bytes.len()));
    }

    fn each(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        let parts = starts.zip(&self.ends);
        parts.map(|(start, (number, end))| (*number, &self.bytes[start..*end]))
    }
}

/// How many objects share a compressed stream: few enough that a reader who wants one has little to unpack.
const PACKED: usize = 200;

/// Writes a document with cross-reference and object streams.
pub(super) fn save(document: Document, raw: &Raw) -> Result<Vec<u8>, ReportError> {
    let mut file = File {
        bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
        places: Vec::new(),
        next: document.max_id + 1,
        numbers: String::new(),
        packed: Vec::new(),
        count: 0,
    };
    for ((number, _), object) in document.objects {
        match object {
            Object::Stream(stream) => file.stream(number, stream)?,
            object => {
                let start = file.packed.len();
                put(&mut file.packed, &object);
                file.enlist(number, start)?;
            }
        }
    }
    for (number, bytes) in raw.each() {
        let start = file.packed.len();
        file.packed.extend_from_slice(bytes);
        file.enlist(number, start)?;
    }
    file.flush()?;
    file.end(&document.trailer)
}

/// Where an object is found.
#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    /// At so many bytes from the start.
    At(usize),
    /// In an object stream, by its number and the place in it.
    In(u32, usize),
}

/// A file as it grows.
struct File {
    bytes: Vec<u8>,
    /// By object number.
    places: Vec<Place>,
    /// The next free object number.
    next: u32,
    /// The head of the present object stream: numbers with their distances.
    numbers: String,
    /// Its objects.
    packed: Vec<u8>,
    count: usize,
}

impl File {
    fn remember(&mut self, number: u32, place: Place) {
        let number = number as usize;
        if self.places.len() <= number {
            self.places.resize(number + 1, Place::Nowhere);
        }
        self.places[number] = place;
    }

    fn new_number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Lists the object that was just put at the end of the present stream.
    fn enlist(&mut self, number: u32, start: usize) -> Result<(), ReportError> {
        use std::fmt::Write as _;
        let _ = write!(self.numbers, "{number} {start} ");
        self.packed.push(b' ');
        // The stream gets the next free number when it is full.
        self.remember(number, Place::In(self.next, self.count));
        self.count += 1;
        if self.count == PACKED {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes the present object stream.
    fn flush(&mut self) -> Result<(), ReportError> {
        if self.count == 0 {
            return Ok(());
        }
        let dict = dictionary! {
            "Type" => name("ObjStm"),
            "N" => integer(self.count),
            "First" => integer(self.numbers.len()),
        };
        let mut content = std::mem::take(&mut self.numbers).into_bytes();
        content.append(&mut self.packed);
        self.count = 0;
        let number = self.new_number();
        self.stream(number, Stream::new(dict, content))
    }

    fn stream(&mut self, number: u32, mut stream: Stream) -> Result<(), ReportError> {
        if stream.allows_compression {
            stream.compress().map_err(|error| broken(&error))?;
        }
        self.remember(number, Place::At(self.bytes.len()));
        stream.dict.set("Length", integer(stream.content.len()));
        let _ = writeln!(self.bytes, "{number} 0 obj");
        put_dictionary(&mut self.bytes, &stream.dict);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(&stream.content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }

    /// The cross-reference stream and the end.
    fn end(mut self, trailer: &Dictionary) -> Result<Vec<u8>, ReportError> {
        let start = self.bytes.len();
        let number = self.new_number();
        self.remember(number, Place::At(start));
        let mut dict = dictionary! {
            "Type" => name("XRef"),
            "Size" => integer(self.places.len()),
            "W" => vec![1.into(), 4.into(), 2.into()],
            "DecodeParms" => dictionary! { "Predictor" => 12, "Columns" => 7 },
        };
        for key in ["Root", "Info", "ID"] {
            if let Ok(value) = trailer.get(key.as_bytes()) {
                dict.set(key, value.clone());
            }
        }
        let mut stream = Stream::new(dict, predicted(&self.places));
        stream.compress().map_err(|error| broken(&error))?;
        if !stream.dict.has(b"Filter") {
            // Too short to be worth compressing: then the rows stand as they are.
            stream.dict.remove(b"DecodeParms");
            stream.set_content(self.places.iter().flat_map(|place| row(*place)).collect());
        }
        self.stream(number, stream)?;
        let _ = write!(self.bytes, "startxref\n{start}\n%%EOF\n");
        Ok(self.bytes)
    }
}

fn broken(error: &lopdf::Error) -> ReportError {
    ReportError::Assembly(error.to_string())
}

fn integer(number: usize) -> Object {
    Object::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// An entry of the cross-reference stream.
fn row(place: Place) -> [u8; 7] {
    let (kind, first, second) = match place {
        Place::Nowhere => (0, 0, u16::MAX),
        Place::At(offset) => (1, u32::try_from(offset).unwrap_or(u32::MAX), 0),
        Place::In(stream, index) => (2, stream, u16::try_from(index).unwrap_or(u16::MAX)),
    };
    let ([a, b, c, d], [e, f]) = (first.to_be_bytes(), second.to_be_bytes());
    [kind, a, b, c, d, e, f]
}

/// The entries, each as the difference to the one above: they compress to a fraction.
fn predicted(places: &[Place]) -> Vec<u8> {
    const UP: u8 = 2;
    let mut above = [0_u8; 7];
    let mut bytes = Vec::with_capacity(places.len() * 8);
    for place in places {
        let row = row(*place);
        bytes.push(UP);
        bytes.extend(
            row.iter()
                .zip(above)
                .map(|(now, above)| now.wrapping_sub(above)),
        );
        above = row;
    }
    bytes
}

// ---- objects

/// Writes an object. A stream stands alone, so it is not written here.
pub(super) fn put(out: &mut Vec<u8>, object: &Object) {
    let _ = match object {
        Object::Null | Object::Stream(_) => write!(out, "null"),
        Object::Boolean(value) => write!(out, "{value}"),
        Object::Integer(value) => write!(out, "{value}"),
        Object::Real(value) => write!(out, "{value}"),
        Object::Reference((number, generation)) => write!(out, "{number} {generation} R"),
        Object::Name(name) => {
            put_name(out, name);
            Ok(())
        }
        Object::String(bytes, StringFormat::Literal) => {
            put_literal(out, bytes);
            Ok(())
        }
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            put_hex(out, bytes);
            out.push(b'>');
            Ok(())
        }
        Object::Array(objects) => {
            out.push(b'[');
            for (place, object) in objects.iter().enumerate() {
                if place > 0 {
                    out.push(b' ');
                }
                put(out, object);
            }
            out.push(b']');
            Ok(())
        }
        Object::Dictionary(dictionary) => {
            put_dictionary(out, dictionary);
            Ok(())
        }
    };
}

pub(super) fn put_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        put_name(out, key);
        out.push(b' ');
        put(out, value);
    }
    out.extend_from_slice(b">>");
}

fn put_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+*!&'^~:,;=@$|?`\"\\".contains(byte) {
            out.push(*byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

fn put_literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            byte => out.push(*byte),
        }
    }
    out.push(b')');
}

fn put_hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_written_as_the_format_wants_it() {
        let object = Object::Dictionary(dictionary! {
            "A b" => vec![1.into(), Object::Real(0.5), Object::Null, Object::Reference((7, 0))],
            "S" => Object::String(b"a(b\\".to_vec(), StringFormat::Literal),
            "H" => Object::String(vec![0xfe, 0x0f], StringFormat::Hexadecimal),
        });
        let mut out = Vec::new();
        put(&mut out, &object);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<</A#20b [1 0.5 null 7 0 R]/S (a\\(b\\\\)/H <FE0F>>>"
        );
    }

    #[test]
    fn what_was_saved_is_read_again() {
        let mut document = Document::with_version("1.7");
        let pages = document.add_object(
            dictionary! { "Type" => name("Pages"), "Kids" => Vec::<Object>::new(), "Count" => 0 },
        );
        let root = document.add_object(
            dictionary! { "Type" => name("Catalog"), "Pages" => Object::Reference(pages) },
        );
        document.trailer.set("Root", Object::Reference(root));
        let mut raw = Raw::default();
        let numbers: Vec<u32> = (0..450).map(|_| document.new_object_id().0).collect();
        for number in &numbers {
            raw.add(*number, |out| drop(write!(out, "<</Is {number}>>")));
        }
        let read = Document::load_mem(&save(document, &raw).unwrap()).unwrap();
        for number in numbers {
            let is = read
                .get_dictionary((number, 0))
                .unwrap()
                .get(b"Is")
                .unwrap();
            assert_eq!(is.as_i64().unwrap(), i64::from(number));
        }
    }
}
