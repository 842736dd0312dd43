package dev.pulse.samples.server.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty answers by itself, to requests that are too broken to reach a route: a status, no
 * more.
 */
final class BareErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    var body = Json.encode(new Bare("about:blank", "Malformed request", response.getStatus()));
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  /** The members of RFC 9457 that can be told. */
  public record Bare(String type, String title, int status) {}
}
