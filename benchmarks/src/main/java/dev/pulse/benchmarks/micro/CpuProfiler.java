package dev.pulse.benchmarks.micro;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time of the whole process per operation, the garbage collector's included: unlike
 * time on the wall it is nearly the same when others use the machine. JMH creates it.
 */
public final class CpuProfiler implements InternalProfiler {
  static final String NAME = "cpu";

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private long before;

  /** For JMH. */
  public CpuProfiler() {}

  @Override
  public String getDescription() {
    return "processor time per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = PROCESS.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = PROCESS.getProcessCpuTime() - before;
    long operations = result.getMetadata().getAllOps();
    double unit = TimeUnit.NANOSECONDS.convert(1, benchmark.getTimeUnit());
    return List.of(
        new ScalarResult(NAME, nanos / operations / unit, "ns/op", AggregationPolicy.AVG));
  }
}
