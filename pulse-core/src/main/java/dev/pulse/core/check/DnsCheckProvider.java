package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import java.util.List;

/**
 * Makes {@link DnsCheck}s of the type {@code dns}. Options, of which only {@code query} is needed:
 *
 * <ul>
 *   <li>{@code query}: the name; {@code record}: {@code a} (the default), {@code aaaa}, {@code
 *       cname}, {@code mx}, {@code ns}, {@code soa} or {@code txt}
 *   <li>{@code resolver}: a host or {@code host:port}; default: the machine's name servers
 *   <li>{@code expect-exactly}, {@code expect-contains}: lists of answers
 *   <li>{@code warn-above}, {@code fail-above}: durations
 *   <li>{@code allow-private}, {@code allow} and {@code deny} as for {@link HttpCheckProvider}, for
 *       the chosen resolver
 * </ul>
 */
public final class DnsCheckProvider implements CheckProvider {
  /** For {@link java.util.ServiceLoader}. */
  public DnsCheckProvider() {}

  @Override
  public String type() {
    return "dns";
  }

  @Override
  public Check create(Settings settings) {
    var name = settings.text("query").map(String::strip, "placeholder.invalid").required();
    var type = settings.choice("record", DnsCheck.Type.class).orElse(DnsCheck.Type.A);
    var builder = DnsCheck.query(type, name);
    settings.text("resolver").optional().ifPresent(builder::resolver);
    settings.texts("expect-exactly").orElse(List.of()).forEach(builder::expectExactly);
    settings.texts("expect-contains").orElse(List.of()).forEach(builder::expectContains);
    settings.duration("warn-above").optional().ifPresent(builder::warnAbove);
    settings.duration("fail-above").optional().ifPresent(builder::failAbove);
    builder.egress(Options.egress(settings));
    return Options.build(settings, builder.problems(), builder::build);
  }
}
