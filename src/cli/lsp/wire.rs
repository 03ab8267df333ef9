//! Messages as they go over standard input and output: a header with a length, then JSON. Whatever comes in, reading goes on with the
//! next message.

use std::io::{self, BufRead, Read, Write};

use lsp_server::{ErrorCode, Message};
use serde::Serialize;
use serde_json::{Value, json};

/// What came in.
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is none: the error to answer with.
    Malformed(Value),
}

/// The longest message that is read. A contract has a few hundred kilobytes.
const LONGEST: u64 = 64 << 20;
/// The longest line of a header.
const HEADER: u64 = 8 << 10;

/// The next message; `None` at the end of the stream.
pub(super) fn read(stream: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = length(stream)? else { return Ok(None) };
    let mut body = stream.take(length);
    if length > LONGEST {
        io::copy(&mut body, &mut io::sink())?;
        return Ok(Some(Incoming::Malformed(error(
            &Value::Null,
            ErrorCode::InvalidRequest,
            "the message is too long",
        ))));
    }
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(parse(&bytes)))
}

/// Writes a message and makes sure that it goes out.
pub(super) fn write(stream: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string(message).map_err(io::Error::other)?;
    write!(stream, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    stream.flush()
}

/// A notification as it is written.
pub(super) fn notification(method: &str, params: &impl Serialize) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

/// The answer to a request as it is written.
pub(super) fn answer(id: &lsp_server::RequestId, result: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "result": result })
}

/// An error as it is written; `id` is null where it is not known what it answers to.
pub(super) fn error(id: &impl Serialize, code: ErrorCode, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code as i32, "message": message } })
}

/// The length that the next header gives. Lines that are no header are passed over, so that a stray line does not end the session.
fn length(stream: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if stream.by_ref().take(HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        } else if line.is_empty() && length.is_some() {
            return Ok(length);
        }
    }
}

fn parse(bytes: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(fault) => {
            return Incoming::Malformed(error(&Value::Null, ErrorCode::ParseError, &fault.to_string()));
        }
    };
    let id = value.get("id").filter(|id| id.is_string() || id.is_number()).cloned().unwrap_or(Value::Null);
    let (asks, calls) = (!id.is_null(), value.get("method").is_some());
    match serde_json::from_value(value) {
        // A request whose id or method is none looks like something else.
        Ok(Message::Response(_)) if calls => no_request(&id),
        Ok(Message::Notification(_)) if asks => no_request(&id),
        Ok(message) => Incoming::Message(message),
        Err(fault) => Incoming::Malformed(error(&id, ErrorCode::InvalidRequest, &fault.to_string())),
    }
}

fn no_request(id: &Value) -> Incoming {
    Incoming::Malformed(error(id, ErrorCode::InvalidRequest, "neither a request nor a notification"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_goes_on_after_whatever_is_no_message() {
        let good = r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#;
        let bad = "{\"jsonrpc\":";
        let stream = format!(
            "nonsense\r\nContent-Length: {}\r\n\r\n{bad}content-length: 2\r\n\r\n[]Content-Type: x\r\nContent-Length: {}\r\n\r\n{good}",
            bad.len(),
            good.len()
        );
        let mut stream = stream.as_bytes();
        let mut next = || read(&mut stream).expect("memory can be read");
        assert!(matches!(next(), Some(Incoming::Malformed(error)) if error["error"]["code"] == -32700));
        assert!(matches!(next(), Some(Incoming::Malformed(error)) if error["error"]["code"] == -32600));
        assert!(matches!(next(), Some(Incoming::Message(Message::Notification(note))) if note.method == "initialized"));
        assert!(next().is_none());
    }
}
