package dev.pulse.samples.ethereum.directory;

import dev.pulse.prometheus.ObservedRequest;
import dev.pulse.prometheus.RequestObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one document, over HTTP or from a file: within a time, up to a size, and following no
 * redirect. No message repeats the address, which may hold a token. Thread-safe.
 */
final class DocumentFetch {
  static final long MOST_BYTES = 20L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(DocumentFetch.class);
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final int LONGEST_ECHO = 200;
  private static final String SERVICE = "clients";
  private static final String OPERATION = "document";

  private final URI address;
  private final RequestObserver observer;
  private final OkHttpClient client;

  DocumentFetch(URI address, RequestObserver observer) {
    this(address, observer, TIME);
  }

  DocumentFetch(URI address, RequestObserver observer, Duration time) {
    this.address = address;
    this.observer = observer;
    // Asked once an hour: a connection is not kept for the next time.
    this.client =
        new OkHttpClient.Builder()
            .callTimeout(time)
            .connectTimeout(time)
            .readTimeout(time)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
            .build();
  }

  /** What is wrong with an address; empty when nothing is. */
  static String problem(URI address) {
    @Nullable String scheme = address.getScheme();
    if ("file".equalsIgnoreCase(scheme)) {
      boolean path =
          address.getPath() != null
              && address.getPath().startsWith("/")
              && (address.getAuthority() == null || address.getAuthority().isEmpty())
              && address.getQuery() == null
              && address.getFragment() == null;
      return path ? "" : "a file URL must be file: and an absolute path, and nothing else";
    }
    return address.getHost() == null || HttpUrl.get(address) == null
        ? "must be an http, https or file URL"
        : "";
  }

  /** The document. */
  String text() throws IOException {
    if ("file".equalsIgnoreCase(address.getScheme())) {
      try (var input = Files.newInputStream(Path.of(address))) {
        return read(input);
      }
    }
    return get();
  }

  private String get() throws IOException {
    long start = System.nanoTime();
    var request =
        new Request.Builder().url(address.toString()).header("Accept", "application/json");
    @Nullable Integer status = null;
    boolean whole = false;
    try (var response = client.newCall(request.build()).execute()) {
      status = response.code();
      if (!response.isSuccessful()) {
        var said = beginning(response);
        whole = true;
        throw new IOException("status " + status + (said.isEmpty() ? "" : ": " + said));
      }
      var text = read(response.body().byteStream());
      whole = true;
      return text;
    } finally {
      var took = Duration.ofNanos(System.nanoTime() - start);
      tell(
          whole && status != null
              ? ObservedRequest.answered(SERVICE, OPERATION, took, status)
              : ObservedRequest.broken(SERVICE, OPERATION, took));
    }
  }

  private void tell(ObservedRequest request) {
    try {
      observer.observed(request);
    } catch (RuntimeException e) {
      LOG.warn("An observer of requests broke", e);
    }
  }

  private static String beginning(Response response) throws IOException {
    var body = response.peekBody(4L * LONGEST_ECHO).string();
    var line = body.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.codePointCount(0, line.length()) <= LONGEST_ECHO
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_ECHO)) + "...";
  }

  private static String read(InputStream input) throws IOException {
    var bytes = input.readNBytes((int) MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("the document is larger than " + MOST_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("the document is not UTF-8", e);
    }
  }
}
