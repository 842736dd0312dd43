package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Judges what arrives at the address of a webhook: whether GitHub sent it, and whether it was here
 * before. Whoever has the HTTP server gives it headers and body, acts on what is {@linkplain
 * Delivery#isNew() new}, and answers with {@link Delivery#status()}.
 *
 * <p>What was here before is told by the body, because GitHub's signature is over nothing else: the
 * id of a delivery can be changed by whoever repeats it. The last 10,000 are remembered, as long as
 * the process runs. Thread-safe.
 */
public final class WebhookReceiver {
  /** The most that GitHub sends. */
  public static final int LARGEST = 25 << 20;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MOST_REMEMBERED = 10_000;
  private static final Pattern EVENT = Pattern.compile("[a-z_]{1,60}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern SIGNATURE = Pattern.compile("sha256=([0-9a-f]{64})");

  private final SecretKeySpec key;

  /** By their signatures, in the order of their arrival; guarded by itself. */
  private final Set<ByteString> seen = new LinkedHashSet<>();

  private WebhookReceiver(SecretKeySpec key) {
    this.key = key;
  }

  /** A receiver for a webhook that was set up with a secret. */
  public static WebhookReceiver of(Secret secret) {
    return new WebhookReceiver(
        new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
  }

  /**
   * Judges a request.
   *
   * @param header the value of a header, whose name ignores case; null when there is none
   * @param body its bytes as they arrived: read at most {@link #LARGEST} and one more
   */
  public Delivery receive(Function<String, @Nullable String> header, byte[] body) {
    requireNonNull(body, "body");
    if (body.length > LARGEST) {
      return Delivery.refused(413, "the body is larger than " + LARGEST + " bytes");
    }
    var signature = header.apply("X-Hub-Signature-256");
    if (signature == null) {
      return Delivery.refused(401, "there is no X-Hub-Signature-256: set a secret at GitHub");
    }
    var expected = mac(body);
    var digits = SIGNATURE.matcher(signature);
    if (!digits.matches()
        || !MessageDigest.isEqual(HexFormat.of().parseHex(digits.group(1)), expected)) {
      return Delivery.refused(401, "the signature is not that of the secret");
    }
    return judged(
        header.apply("X-GitHub-Event"), header.apply("X-GitHub-Delivery"), body, expected);
  }

  /** Nothing unsigned is parsed, nor remembered. */
  private Delivery judged(
      @Nullable String event, @Nullable String id, byte[] body, byte[] signature) {
    if (event == null || !EVENT.matcher(event).matches()) {
      return Delivery.refused(400, "X-GitHub-Event must be the name of an event");
    }
    var name = id != null && ID.matcher(id).matches() ? id : "unknown";
    Json json;
    try {
      json = Json.read(ByteString.of(body));
    } catch (IOException e) {
      return Delivery.refused(
          400, "the body must be JSON: choose application/json as the content type at GitHub");
    }
    if (!json.isObject()) {
      return Delivery.refused(400, "the body must be a JSON object");
    }
    return Delivery.accepted(event, name, json, isFirst(ByteString.of(signature)));
  }

  /**
   * Remembers one for the oldest. A cache that guesses what is of use would forget the new ones,
   * which are the ones that are repeated.
   */
  private boolean isFirst(ByteString signature) {
    synchronized (seen) {
      if (!seen.add(signature)) {
        return false;
      }
      if (seen.size() > MOST_REMEMBERED) {
        var oldest = seen.iterator();
        oldest.next();
        oldest.remove();
      }
      return true;
    }
  }

  /**
   * Forgets a delivery that could not be acted on, so that it is new when GitHub or a person sends
   * it again.
   */
  public void forget(byte[] body) {
    var signature = ByteString.of(mac(body));
    synchronized (seen) {
      seen.remove(signature);
    }
  }

  private byte[] mac(byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HMAC with SHA-256", e);
    }
  }

  /** Nothing of its secret. */
  @Override
  public String toString() {
    return "receiver of webhooks";
  }
}
