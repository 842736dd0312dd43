package dev.pulse.samples.repohealth.terminal;

import dev.pulse.github.ObservedRequest;
import dev.pulse.github.RequestObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each request for whoever looks for a fault: what was asked, what was answered, and what is
 * left of the limit. There is no token in any part of it. Thread-safe.
 */
public final class RequestLog implements RequestObserver {
  private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

  /** A log at the level DEBUG. */
  public RequestLog() {}

  @Override
  public void observed(ObservedRequest request) {
    if (log.isDebugEnabled()) {
      log.debug("{}", line(request));
    }
  }

  static String line(ObservedRequest request) {
    var operation = request.operation();
    var method = operation.substring(0, operation.indexOf(' ') + 1);
    return request.service()
        + " "
        + request.path().map(path -> method + path).orElse(operation)
        + ": "
        + request.status().map(String::valueOf).orElse("no answer")
        + " in "
        + request.took().toMillis()
        + " ms"
        + request
            .limit()
            .map(
                limit ->
                    ", "
                        + limit.remaining()
                        + " of "
                        + limit.limit()
                        + " left ("
                        + limit.resource()
                        + ")")
            .orElse("");
  }
}
