package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.internal.net.PeerOptions;

/**
 * Makes {@link TcpCheck}s of the type {@code tcp}. Options: {@code address} ({@code host:port} or
 * {@code tcp://host:port}, needed), {@code send} and {@code expect} (texts), {@code warn-above},
 * {@code fail-above} (durations), {@code allow-private}, {@code allow} and {@code deny} as for
 * {@link HttpCheckProvider}.
 */
public final class TcpCheckProvider implements CheckProvider {
  /** For {@link java.util.ServiceLoader}. */
  public TcpCheckProvider() {}

  @Override
  public String type() {
    return "tcp";
  }

  @Override
  public Check create(Settings settings) {
    var address =
        settings
            .text("address")
            .expecting("an address like db.example:5432")
            .describedAs("what to connect to")
            .map(String::strip, "placeholder.invalid:1")
            .required();
    var builder = TcpCheck.parse(address);
    settings
        .text("send")
        .describedAs("what to say once connected")
        .notEmpty()
        .optional()
        .ifPresent(builder::send);
    settings
        .text("expect")
        .describedAs("what the server has to say among its first 4096 bytes")
        .notEmpty()
        .optional()
        .ifPresent(builder::expect);
    Options.warnAbove(settings).ifPresent(builder::warnAbove);
    Options.failAbove(settings).ifPresent(builder::failAbove);
    builder.egress(PeerOptions.egress(settings));
    return PeerOptions.build(settings, builder.problems(), builder::build);
  }
}
