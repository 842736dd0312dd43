package dev.pulse.core.notify;

import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Receivers over HTTP for the tests of notifiers: one that takes everything, and worse ones. */
final class HttpReceivers implements AutoCloseable {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private String good = "";

  /** The URL of the one that takes everything; the same at each call. */
  String good(int status) throws Exception {
    if (good.isEmpty()) {
      good = start(new MockResponse.Builder().code(status).build(), requests);
    }
    return good;
  }

  /** What that one got. */
  List<RecordedRequest> requests() {
    return requests;
  }

  /** The URL of one that always answers the same. */
  String answering(int status, String... header) throws Exception {
    var response = new MockResponse.Builder().code(status).body("as you like it");
    if (header.length > 0) {
      response.addHeader(header[0], header[1]);
    }
    return start(response.build(), new ArrayList<>());
  }

  /** The URL of one that misbehaves. */
  String faulty(Fault fault) {
    var server = FaultServer.start(fault);
    open.add(server);
    var url = server.url().toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private String start(MockResponse response, List<RecordedRequest> to) throws Exception {
    var server = new MockWebServer();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            to.add(request);
            return response;
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
