package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.internal.net.PeerOptions;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes {@link IcmpCheck}s of the type {@code icmp}. Options, of which only {@code host} is needed;
 * the defaults are those of the check:
 *
 * <ul>
 *   <li>{@code host}: a name or an address; {@code family}: {@code any}, {@code ipv4} or {@code
 *       ipv6}
 *   <li>{@code packets}: 1 to 20; {@code interval}, {@code answer-within}: durations
 *   <li>{@code loss-warn-above}, {@code loss-fail-above}: parts of the packets, 0 to 1
 *   <li>{@code warn-above}, {@code fail-above}: durations
 *   <li>{@code allow-private}, {@code allow} and {@code deny} as for {@link HttpCheckProvider}
 * </ul>
 */
public final class IcmpCheckProvider implements CheckProvider {
  private final Supplier<Optional<PingProgram>> program;

  /** For {@link java.util.ServiceLoader}. */
  public IcmpCheckProvider() {
    this(PingProgram::find);
  }

  /** With another program, for tests. */
  IcmpCheckProvider(Supplier<Optional<PingProgram>> program) {
    this.program = program;
  }

  @Override
  public String type() {
    return "icmp";
  }

  @Override
  public Check create(Settings settings) {
    var host =
        settings
            .text("host")
            .expecting("a host like router.example")
            .describedAs("whom to send packets to")
            .map(String::strip, "placeholder.invalid")
            .required();
    var builder = IcmpCheck.to(host).program(program.get().orElse(null));
    builder.family(
        settings
            .choice("family", IcmpCheck.Family.class)
            .describedAs("which addresses of a name to ask")
            .orElse(IcmpCheck.Family.ANY));
    builder.packets(
        settings
            .integer("packets")
            .describedAs("how many packets to send, 1 to 20")
            .orElse(IcmpCheck.Builder.PACKETS));
    builder.interval(
        settings
            .duration("interval")
            .describedAs("how long after one packet the next is sent, 200ms to 10s")
            .orElse(IcmpCheck.Builder.INTERVAL));
    builder.answerWithin(
        settings
            .duration("answer-within")
            .describedAs("how long to wait after the last packet, 100ms to 1m")
            .orElse(IcmpCheck.Builder.ANSWER_WITHIN));
    settings
        .number("loss-warn-above")
        .describedAs("warn when more than this part gets lost, 0 to 1; 0 unless told")
        .optional()
        .ifPresent(builder::lossWarnAbove);
    settings
        .number("loss-fail-above")
        .describedAs(
            "fail when more than this part gets lost, 0 to 1; when all is lost unless told")
        .optional()
        .ifPresent(builder::lossFailAbove);
    Options.warnAbove(settings).ifPresent(builder::warnAbove);
    Options.failAbove(settings).ifPresent(builder::failAbove);
    builder.egress(PeerOptions.egress(settings));
    return PeerOptions.build(settings, builder.problems(), builder::build);
  }
}
