package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.internal.net.PeerOptions;
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
    var name =
        settings
            .text("query")
            .describedAs("the name to look up")
            .map(String::strip, "placeholder.invalid")
            .required();
    var type =
        settings
            .choice("record", DnsCheck.Type.class)
            .describedAs("which records to ask for")
            .orElse(DnsCheck.Type.A);
    var builder = DnsCheck.query(type, name);
    settings
        .text("resolver")
        .describedAs("the name server to ask, instead of the machine's")
        .notEmpty()
        .optional()
        .ifPresent(builder::resolver);
    settings
        .texts("expect-exactly")
        .describedAs("the answers, all of them and no others")
        .notEmpty()
        .orElse(List.of())
        .forEach(builder::expectExactly);
    settings
        .texts("expect-contains")
        .describedAs("answers that must be among them")
        .notEmpty()
        .orElse(List.of())
        .forEach(builder::expectContains);
    Options.warnAbove(settings).ifPresent(builder::warnAbove);
    Options.failAbove(settings).ifPresent(builder::failAbove);
    builder.egress(PeerOptions.egress(settings));
    return PeerOptions.build(settings, builder.problems(), builder::build);
  }
}
