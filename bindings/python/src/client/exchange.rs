//! `Exchange`: an operation whose requests somebody else sends.

use std::sync::Arc;

use mem0_client::{Client, Reply};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use super::exception;
use crate::value;

/// An operation under way: send `request()`, hand what comes back to `answer()`, and so on until
/// that answers something.
#[pyclass(module = "mem0._native")]
pub(crate) struct Exchange {
    client: Arc<Client>,
    exchange: mem0_client::Exchange,
}

impl Exchange {
    pub(super) fn new(client: Arc<Client>, exchange: mem0_client::Exchange) -> Self {
        Self { client, exchange }
    }
}

#[pymethods]
impl Exchange {
    /// What to send: `method`, `url`, `headers` with the key among them, and `body` (bytes or `None`).
    fn request<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let request = self.client.dressed(self.exchange.request());
        let headers = PyDict::new(py);
        for (name, value) in &request.headers {
            headers.set_item(name, value)?;
        }
        let body = request.body.as_ref().map(ToString::to_string);
        let described = PyDict::new(py);
        described.set_item("method", request.method.as_str())?;
        described.set_item("url", self.client.url(&request).as_str())?;
        described.set_item("headers", headers)?;
        described.set_item("body", body.map(|body| PyBytes::new(py, body.as_bytes())))?;
        Ok(described)
    }

    /// Takes what came back. `None`: there is another request to send; else the answer in a tuple,
    /// since an answer may be `None`.
    fn answer<'py>(
        &mut self,
        py: Python<'py>,
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> PyResult<Option<(Bound<'py, PyAny>,)>> {
        let reply = Reply {
            status,
            headers,
            body,
        };
        let answer = self
            .client
            .answer(&mut self.exchange, &reply)
            .map_err(|error| exception(py, &error))?;
        answer
            .map(|answer| Ok((value::to_python(py, &answer)?,)))
            .transpose()
    }
}
