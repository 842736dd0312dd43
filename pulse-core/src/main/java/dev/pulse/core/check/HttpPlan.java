package dev.pulse.core.check;

import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.ClientKey;
import dev.pulse.core.internal.net.HttpUrls;
import dev.pulse.core.internal.net.TlsFiles;
import dev.pulse.core.net.EgressPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.X509TrustManager;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** What an {@link HttpCheck} sends and what it expects; valid when it exists. Immutable. */
final class HttpPlan {
  final HttpUrl url;
  final String method;
  final Headers headers;
  final @Nullable RequestBody body;
  final int redirects;
  final StatusRanges accepted;
  final Bounds bounds;
  final CertificateBounds certificate;
  final long maxBody;
  final boolean ignoreBody;
  final boolean keepAlive;
  final EgressPolicy egress;
  final @Nullable OAuth2 oauth2;
  final @Nullable ClientKey key;
  final @Nullable X509TrustManager trust;
  final @Nullable HttpProxy proxy;

  private HttpPlan(Draft draft, HttpUrl url) {
    this.url = url;
    this.method = draft.method;
    this.headers = draft.allHeaders();
    this.body = draft.requestBody();
    this.redirects = draft.redirects;
    this.accepted = draft.accepted();
    this.bounds = draft.bounds;
    this.certificate = draft.certificate;
    this.maxBody = draft.maxBody;
    this.ignoreBody = draft.ignoreBody;
    this.keepAlive = draft.keepAlive;
    this.egress = draft.egress;
    this.oauth2 = draft.oauth2;
    this.key = draft.files.key();
    this.trust = draft.files.trust();
    this.proxy = draft.proxy == null ? null : draft.proxy.proxy();
  }

  /** The method and the URL, without query, fragment and user: tokens hide there. */
  @Override
  public String toString() {
    return method + " " + url.newBuilder().query(null).fragment(null).build();
  }

  /** What a builder has collected; may be wrong in many ways. Confine to one thread. */
  static final class Draft {
    static final int REDIRECTS = 10;
    static final int MAX_READ = 1 << 20;
    private static final long MAX_BODY = 1L << 30;
    private static final String BASIC = "basic authentication (basicAuth, or the option \"basic\")";
    static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]{0,8192}");
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** These belong to the transport: setting them by hand breaks the message or our promises. */
    private static final Set<String> RESERVED =
        Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private record Header(String name, String value) {}

    private record Body(String contentType, String text) {}

    private record Basic(String user, Secret password) {}

    private final String method;
    private final String url;
    private final List<Header> headers = new ArrayList<>();
    private final List<Problem> refused = new ArrayList<>();
    private StatusRanges accepted = StatusRanges.NONE;
    private @Nullable Body body;
    private @Nullable Basic basic;
    private @Nullable Secret bearer;
    int redirects = REDIRECTS;
    Bounds bounds = Bounds.NONE;
    CertificateBounds certificate = CertificateBounds.NONE;
    long maxBody = MAX_READ;
    boolean ignoreBody;
    boolean keepAlive;
    EgressPolicy egress = EgressPolicy.lenient();
    final TlsFiles files = new TlsFiles();
    @Nullable OAuth2 oauth2;
    HttpProxy.@Nullable Draft proxy;

    Draft(String method, String url) {
      this.method = method;
      this.url = url;
    }

    void header(String name, String value) {
      headers.add(new Header(name, value));
    }

    void body(String contentType, String text) {
      body = new Body(contentType, text);
    }

    void basic(String user, Secret password) {
      basic = new Basic(user, password);
    }

    void bearer(Secret token) {
      bearer = token;
    }

    void accept(int first, int last) {
      try {
        accepted = accepted.with(new StatusRanges.Range(first, last));
      } catch (IllegalArgumentException e) {
        refuse(refused, "status", String.valueOf(e.getMessage()));
      }
    }

    StatusRanges accepted() {
      return accepted.equals(StatusRanges.NONE) ? StatusRanges.DEFAULT : accepted;
    }

    /** Everything that is wrong, in the order of the options. No message repeats a value. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      problems.addAll(HttpUrls.problems("url", url, BASIC));
      judgeMethod(problems);
      headers.forEach(header -> judgeHeader(header, problems));
      judgeCredentials(problems);
      problems.addAll(refused);
      if (redirects < 0 || redirects > 20) {
        refuse(problems, "redirects", "must be 0 to 20, but is " + redirects);
      }
      problems.addAll(bounds.problems());
      problems.addAll(certificate.problems());
      problems.addAll(files.problems());
      if (proxy != null) {
        problems.addAll(proxy.problems(egress));
      }
      if (maxBody < 0 || maxBody > MAX_BODY) {
        refuse(problems, "max-body", "must be 0 to " + MAX_BODY + " bytes, but is " + maxBody);
      }
      if (ignoreBody && keepAlive) {
        refuse(
            problems,
            "ignore-body",
            "excludes keep-alive: a connection can only be kept when the body was read to its end");
      }
      return problems;
    }

    private void judgeMethod(List<Problem> problems) {
      if (!TOKEN.matcher(method).matches() || method.equals("CONNECT")) {
        refuse(problems, "method", "must be an HTTP method like GET, HEAD or POST");
      } else if (body != null && (method.equals("GET") || method.equals("HEAD"))) {
        refuse(problems, "body", "cannot be sent with " + method);
      }
      if (body != null && MediaType.parse(body.contentType()) == null) {
        refuse(problems, "content-type", "must be a media type like application/json");
      }
    }

    private void judgeHeader(Header header, List<Problem> problems) {
      if (!TOKEN.matcher(header.name()).matches()) {
        refuse(
            problems,
            "headers",
            "a header name must be 1 to 100 letters, digits and hyphens, without blanks");
        return;
      }
      var key = "headers." + header.name();
      if (RESERVED.contains(header.name().toLowerCase(Locale.ROOT))) {
        refuse(problems, key, "cannot be set: the check decides about it");
      } else if (!VALUE.matcher(header.value()).matches()) {
        refuse(
            problems,
            key,
            "must be at most 8192 visible ASCII characters and blanks, without line breaks");
      } else if (header.name().equalsIgnoreCase("Content-Type") && body != null) {
        refuse(problems, key, "is given with the body already");
      } else if (header.name().equalsIgnoreCase("Authorization")
          && (basic != null || bearer != null || oauth2 != null)) {
        refuse(problems, key, "excludes basic and bearer authentication, and oauth2");
      }
    }

    private void judgeCredentials(List<Problem> problems) {
      if (basic != null && bearer != null) {
        refuse(
            problems, "bearer", "excludes basic authentication: there is only one Authorization");
      }
      if (oauth2 != null) {
        problems.addAll(oauth2.problems());
        if (basic != null || bearer != null) {
          refuse(
              problems,
              "oauth2",
              "excludes basic and bearer authentication: there is only one Authorization");
        }
      }
      if (basic != null && basic.user().chars().anyMatch(c -> c == ':' || c < ' ' || c == 0x7f)) {
        refuse(problems, "basic.user", "must not contain a colon or control characters");
      }
      if (bearer != null && !VALUE.matcher(bearer.reveal()).matches()) {
        refuse(
            problems,
            "bearer",
            "must be at most 8192 visible ASCII characters, without line breaks");
      }
    }

    private static void refuse(List<Problem> problems, String key, String message) {
      problems.add(new Problem("", key, message));
    }

    /** The plan; only when there are no problems. */
    HttpPlan plan() {
      @Nullable HttpUrl parsed = HttpUrls.parse(url);
      if (parsed == null) {
        throw new IllegalStateException("a draft with problems became a plan");
      }
      return new HttpPlan(this, parsed);
    }

    private Headers allHeaders() {
      var all = new Headers.Builder();
      headers.forEach(header -> all.add(header.name(), header.value()));
      if (all.get("User-Agent") == null) {
        all.add("User-Agent", "Pulse");
      }
      if (basic != null) {
        all.add(
            "Authorization",
            Credentials.basic(basic.user(), basic.password().reveal(), StandardCharsets.UTF_8));
      } else if (bearer != null) {
        all.add("Authorization", "Bearer " + bearer.reveal());
      }
      return all.build();
    }

    private @Nullable RequestBody requestBody() {
      if (body == null) {
        // HTTP clients that send one of these methods say how long the body is, even when it is
        // empty.
        return METHODS_WITH_BODY.contains(method) ? RequestBody.create(new byte[0], null) : null;
      }
      return RequestBody.create(
          body.text().getBytes(StandardCharsets.UTF_8), MediaType.parse(body.contentType()));
    }
  }
}
