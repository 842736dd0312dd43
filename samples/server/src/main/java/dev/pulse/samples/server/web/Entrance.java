package dev.pulse.samples.server.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Says of everything that the server is starting, until it is opened: whoever watches the server
 * learns that somebody is there, and not more. Thread-safe.
 */
final class Entrance extends Handler.Wrapper {
  private static final byte[] STARTING =
      "{\"status\":\"starting\"}".getBytes(StandardCharsets.UTF_8);

  private volatile boolean open;

  Entrance(Handler behind) {
    super(behind);
  }

  /** Lets everybody in. What was done before is seen by whoever comes in afterwards. */
  void open() {
    open = true;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (open) {
      return super.handle(request, response, callback);
    }
    response.setStatus(503);
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "application/json");
    headers.put(HttpHeader.RETRY_AFTER, "1");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    // The body of the request was not read, and nobody will.
    headers.put(HttpHeader.CONNECTION, "close");
    boolean bodiless = request.getMethod().equals("HEAD");
    response.write(true, ByteBuffer.wrap(bodiless ? new byte[0] : STARTING), callback);
    return true;
  }
}
