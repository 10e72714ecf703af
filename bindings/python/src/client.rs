//! `ApiClient`: the hosted API, as Python calls it.

mod exchange;
mod handle;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use mem0_client::{Client, ClientError, ClientOptions};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

pub(crate) use self::exchange::Exchange;
use self::handle::Handle;
use crate::failure::{Answer, Failure, guarded};
use crate::{future, logs, value, waiting};

/// The wait of a caller who sets no limit: longer than any program runs.
const NO_LIMIT: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// A client of the hosted API: operations by name, with arguments and answers as plain values.
///
/// Making one sends nothing. Any number of threads and event loops may use it at once; a forked
/// child makes connections of its own.
#[pyclass(frozen, module = "mem0._native")]
pub(crate) struct ApiClient {
    handle: Handle,
}

#[pymethods]
impl ApiClient {
    #[new]
    #[pyo3(signature = (
        api_key, host, *,
        org_id=None, project_id=None, headers=None, timeout=None, proxy=None, max_retries=None,
        program="mem0-python",
    ))]
    #[expect(
        clippy::too_many_arguments,
        reason = "keywords, as Python hands them over"
    )]
    fn new(
        py: Python<'_>,
        api_key: String,
        host: String,
        org_id: Option<String>,
        project_id: Option<String>,
        headers: Option<&Bound<'_, PyDict>>,
        timeout: Option<f64>,
        proxy: Option<String>,
        max_retries: Option<i64>,
        program: &str,
    ) -> PyResult<Self> {
        logs::heed_level(py)?;
        let mut options = ClientOptions::new(api_key).at(host);
        options.org_id = org_id;
        options.project_id = project_id;
        for (name, value) in headers.into_iter().flatten() {
            options.headers.push((name.extract()?, value.extract()?));
        }
        options.timeout = limit(timeout)?;
        options.proxy = proxy;
        if let Some(times) = max_retries {
            options.max_retries = u32::try_from(times)
                .map_err(|_| PyValueError::new_err(format!("max_retries can't be {times}")))?;
        }
        let options = options.with_origin(program, |variable| std::env::var(variable).ok());
        let handle = Handle::new(options).map_err(|error| exception(py, &error))?;
        Ok(Self { handle })
    }

    /// Does an operation and waits for its answer, with the interpreter released.
    fn call<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        arguments: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let work = self.operation(py, operation, arguments)?;
        let answer = waiting::wait(py, work)?.map_err(|failure| failure.into_exception(py))?;
        value::to_python(py, &answer)
    }

    /// Starts an operation; the future belongs to the event loop that runs.
    fn call_async<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        arguments: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        future::start(py, self.operation(py, operation, arguments)?)
    }

    /// Begins an operation whose requests the caller sends.
    fn begin(
        &self,
        py: Python<'_>,
        operation: &str,
        arguments: &Bound<'_, PyAny>,
    ) -> PyResult<Exchange> {
        let client = self.client(py)?;
        let arguments = value::from_python(arguments, "")?;
        let exchange = client
            .begin(operation, arguments)
            .map_err(|error| exception(py, &error))?;
        Ok(Exchange::new(client, exchange))
    }
}

impl ApiClient {
    fn client(&self, py: Python<'_>) -> PyResult<Arc<Client>> {
        self.handle.client().map_err(|error| exception(py, &error))
    }

    fn operation(
        &self,
        py: Python<'_>,
        operation: &str,
        arguments: &Bound<'_, PyAny>,
    ) -> PyResult<impl Future<Output = Answer> + Send + use<>> {
        let arguments = value::from_python(arguments, "")?;
        let operation = operation.to_owned();
        let client = self.client(py)?;
        Ok(guarded(async move {
            let answer = client.call(&operation, arguments).await;
            answer.map_err(|error| Failure::of_payload(error.payload()))
        }))
    }
}

fn exception(py: Python<'_>, error: &ClientError) -> PyErr {
    Failure::of_payload(error.payload()).into_exception(py)
}

fn limit(seconds: Option<f64>) -> PyResult<Duration> {
    let Some(seconds) = seconds else {
        return Ok(NO_LIMIT);
    };
    if seconds == f64::INFINITY {
        return Ok(NO_LIMIT);
    }
    match Duration::try_from_secs_f64(seconds) {
        Ok(limit) if !limit.is_zero() => Ok(limit.min(NO_LIMIT)),
        _ => Err(PyValueError::new_err(format!(
            "timeout must be a number of seconds above 0, not {seconds}"
        ))),
    }
}
