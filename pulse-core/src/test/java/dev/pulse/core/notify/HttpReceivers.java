package dev.pulse.core.notify;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Receivers over HTTP for the tests of notifiers: one that takes everything, and worse ones. */
final class HttpReceivers implements AutoCloseable {
  private static final JsonAdapter<String> JSON = new Moshi.Builder().build().adapter(String.class);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private String good = "";

  /** The URL of the one that takes everything; the same at each call. */
  String good(int status) throws Exception {
    if (good.isEmpty()) {
      good =
          start(
              request -> {
                requests.add(request);
                return new MockResponse.Builder().code(status).build();
              });
    }
    return good;
  }

  /** What that one got. */
  List<RecordedRequest> requests() {
    return requests;
  }

  /** The URL of one that always answers the same, and repeats all that it was told. */
  String answering(int status, String... header) throws Exception {
    return start(
        request -> {
          var response = new MockResponse.Builder().code(status).body(echo(request));
          if (header.length > 0) {
            response.addHeader(header[0], header[1]);
          }
          return response.build();
        });
  }

  /** Wherever one looks for a reason: as it came, and in the places where APIs put one. */
  private static String echo(RecordedRequest request) {
    var told = request.getUrl() + " " + request.getHeaders() + " " + request.getBody().utf8();
    var text = JSON.toJson(told);
    return "{\"error\":%1$s,\"errors\":[%1$s],\"message\":%1$s,\"detail\":%1$s,\"status\":%1$s}"
        .formatted(text);
  }

  /** The URL of one that misbehaves. */
  String faulty(Fault fault) {
    var server = FaultServer.start(fault);
    open.add(server);
    var url = server.url().toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private String start(Function<RecordedRequest, MockResponse> answer) throws Exception {
    var server = new MockWebServer();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer.apply(request);
          }
        });
    server.start();
    open.add(server);
    var url = server.url("/").toString();
    return url.substring(0, url.length() - 1);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }
}
