package dev.pulse.core.internal.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.HttpUrls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * One request, and what must not be seen of it. Its whole URL counts as a secret, but for scheme,
 * host and port. Immutable.
 */
public final class HttpMessage {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]{0,8192}");

  private final Request request;
  private final Unspeakable unspeakable;
  private final @Nullable String waitMember;
  private final boolean answerWanted;

  private HttpMessage(Builder builder) {
    this.request = builder.request.method(builder.method, builder.sentBody()).build();
    this.unspeakable = Unspeakable.of(builder.url, builder.secrets);
    this.waitMember = builder.waitMember;
    this.answerWanted = builder.answerWanted;
  }

  /**
   * A message.
   *
   * @param method such as {@code POST}, {@code PUT} or {@code PATCH}; {@code GET} has no body
   * @param url an http or https URL without user and password; check what somebody configures with
   *     {@link HttpUrls#problems} before
   * @throws IllegalArgumentException when the URL is none; does not repeat it
   */
  public static Builder builder(String method, String url) {
    @Nullable HttpUrl parsed = HttpUrls.parse(requireNonNull(url, "url"));
    if (parsed == null) {
      throw new IllegalArgumentException("not a valid http or https URL");
    }
    return new Builder(requireNonNull(method, "method"), parsed);
  }

  /** A POST of JSON. */
  public static Builder json(String url, String json) {
    return builder("POST", url).json(json);
  }

  /** Whether a text can be the name of a header. */
  public static boolean isHeaderName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a text can be the value of a header: printable ASCII. */
  public static boolean isHeaderValue(String value) {
    return VALUE.matcher(value).matches();
  }

  Request request() {
    return request;
  }

  Unspeakable unspeakable() {
    return unspeakable;
  }

  Optional<String> waitMember() {
    return Optional.ofNullable(waitMember);
  }

  boolean isAnswerWanted() {
    return answerWanted;
  }

  /** Where it goes, as far as it may be shown. */
  String place() {
    var url = request.url();
    boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
    var host = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
    return url.scheme() + "://" + host + (usual ? "" : ":" + url.port());
  }

  @Override
  public String toString() {
    return request.method() + " to " + place();
  }

  /** Builds an {@link HttpMessage}. Confine to one thread. */
  public static final class Builder {
    private final String method;
    private final HttpUrl url;
    private final Request.Builder request;
    private final List<String> secrets = new ArrayList<>();
    private final List<MultipartBody.Part> parts = new ArrayList<>();
    private @Nullable RequestBody body;
    private @Nullable String waitMember;
    private boolean answerWanted = true;

    private Builder(String method, HttpUrl url) {
      this.method = method;
      this.url = url;
      this.request = new Request.Builder().url(url);
    }

    /**
     * A header.
     *
     * @throws IllegalArgumentException when it cannot be one; does not repeat the value
     */
    public Builder header(String name, String value) {
      if (!isHeaderName(name)) {
        throw new IllegalArgumentException("not a name of a header");
      }
      if (!isHeaderValue(value)) {
        throw new IllegalArgumentException(
            "the value of the header " + name + " must be printable ASCII");
      }
      request.header(name, value);
      return this;
    }

    /** A header whose value is never repeated. */
    public Builder secretHeader(String name, Secret value) {
      return header(name, value.reveal()).hiding(value);
    }

    /** {@code Authorization: Bearer …}. */
    public Builder bearer(Secret token) {
      return header("Authorization", "Bearer " + token.reveal()).hiding(token);
    }

    /** Never repeats a text, such as one that is part of the body. */
    public Builder hiding(Secret secret) {
      secrets.add(secret.reveal());
      return this;
    }

    /** A body of JSON. */
    public Builder json(String json) {
      return body("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A body.
     *
     * @param type its media type
     * @throws IllegalArgumentException when the type is none
     */
    public Builder body(String type, byte[] bytes) {
      body = RequestBody.create(bytes, MediaType.get(type));
      return this;
    }

    /**
     * A part of a body of the type {@code multipart/form-data}; they replace another body.
     *
     * @param name the name of the form's field
     * @param file the name of the file; null when it is none
     * @param type its media type
     */
    public Builder part(String name, @Nullable String file, String type, byte[] bytes) {
      parts.add(
          MultipartBody.Part.createFormData(
              name, file, RequestBody.create(bytes, MediaType.get(type))));
      return this;
    }

    /** The member of a JSON answer that tells as {@code Retry-After} does how many seconds. */
    public Builder waitingAsToldBy(String member) {
      waitMember = requireNonNull(member, "member");
      return this;
    }

    /**
     * Reads nothing of an answer that is a success: the status is all that is wanted, and a body
     * that does not end must not turn it into a failure.
     */
    public Builder ignoringAnswer() {
      answerWanted = false;
      return this;
    }

    private @Nullable RequestBody sentBody() {
      return method.equals("GET") ? null : new OneShot(body());
    }

    private RequestBody body() {
      if (!parts.isEmpty()) {
        var form = new MultipartBody.Builder().setType(MultipartBody.FORM);
        parts.forEach(form::addPart);
        return form.build();
      }
      return body == null ? RequestBody.create(new byte[0], null) : body;
    }

    /** The message. */
    public HttpMessage build() {
      return new HttpMessage(this);
    }
  }

  /**
   * Keeps OkHttp from sending it again by itself: a pager rings for the second one, too, and
   * whether to try again is not the transport's to decide.
   */
  private static final class OneShot extends RequestBody {
    private final RequestBody body;

    OneShot(RequestBody body) {
      this.body = body;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      body.writeTo(sink);
    }
  }
}
