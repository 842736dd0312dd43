package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.notify.HttpMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks Codecov how much of a branch the tests reach. Without a token it answers for public
 * repositories. Thread-safe; needs no closing.
 */
public final class CodecovClient {
  static final String SERVICE = "codecov";
  private static final String OPERATION = "GET /api/v2/github/{owner}/repos/{repo}/totals/";
  private static final BigDecimal MOST = BigDecimal.valueOf(100);

  private final ServiceHttp http;

  private CodecovClient(ServiceHttp http) {
    this.http = http;
  }

  /** Asks {@code https://api.codecov.io} without a token, unless the builder is told otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How much of a branch the tests reach, in percent, as Codecov has it.
   *
   * @param within for all tries together
   * @return unavailable when Codecov does not know it, or cannot be asked
   */
  public Fact<BigDecimal> coverage(RepositoryName repository, String branch, Duration within)
      throws InterruptedException {
    var url =
        http.url(
                "api/v2/github/"
                    + PackageUrl.encoded(repository.owner())
                    + "/repos/"
                    + PackageUrl.encoded(repository.name())
                    + "/totals/")
            .addQueryParameter("branch", branch)
            .build();
    try {
      var reply = http.ask(url, null, OPERATION, Deadline.in(within));
      if (reply.status() != 200) {
        throw http.refused(reply);
      }
      @Nullable BigDecimal coverage = totals(reply);
      return coverage == null
          ? unavailable("Codecov knows of no coverage of " + branch)
          : Fact.known(coverage, SERVICE, http.now());
    } catch (ServiceException e) {
      return unavailable(e.getMessage());
    }
  }

  private Fact<BigDecimal> unavailable(String because) {
    return Fact.unavailable(because, SERVICE, http.now());
  }

  private @Nullable BigDecimal totals(ServiceHttp.Reply reply) throws ServiceException {
    try {
      return FactJson.read(reply.reader(), CodecovClient::coverage).orElse(null);
    } catch (FactJson.MalformedException e) {
      throw http.garbled(e);
    }
  }

  private static Optional<BigDecimal> coverage(JsonReader reader) throws IOException {
    var found = new BigDecimal[1];
    FactJson.object(
        reader,
        (name, value) -> {
          if (name.equals("totals")) {
            FactJson.object(
                value,
                (member, inner) -> {
                  if (member.equals("coverage")) {
                    found[0] = percent(inner);
                  } else {
                    inner.skipValue();
                  }
                });
          } else {
            value.skipValue();
          }
        });
    return Optional.ofNullable(found[0]);
  }

  private static BigDecimal percent(JsonReader reader) throws IOException {
    var percent = FactJson.decimal(reader);
    if (percent.signum() < 0 || percent.compareTo(MOST) > 0) {
      throw FactJson.unexpected("a coverage of 0 to 100");
    }
    return percent;
  }

  /** Makes a client. Confine to one thread. */
  public static final class Builder extends ServiceClientBuilder<Builder> {
    private Builder() {
      super(SERVICE, "https://api.codecov.io");
    }

    @Override
    Builder self() {
      return this;
    }

    /** Asks with a token, which private repositories need. */
    public Builder token(Secret token) {
      var value = "Bearer " + token.reveal();
      if (!HttpMessage.isHeaderValue(value)) {
        refuse("token", "must be printable ASCII");
      }
      headers.put("Authorization", value);
      return this;
    }

    /**
     * Makes the client; nothing is sent yet.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public CodecovClient build() {
      return new CodecovClient(http());
    }
  }
}
