package dev.pulse.core.internal.template;

import com.samskivert.mustache.Mustache;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The library, kept from everything but maps and lists: as it comes, it calls whatever methods an
 * object has by the names that a template says.
 */
final class PlainCompiler extends Mustache.Compiler {
  private static final Mustache.Compiler DEFAULTS = Mustache.compiler();
  private static final double LARGEST_EXACT = 1L << 53;

  private final Consumer<String> missing;

  PlainCompiler(Mustache.Escaper escaper, Consumer<String> missing) {
    super(
        false,
        false,
        "",
        true,
        true,
        false,
        PlainCompiler::text,
        escaper,
        DEFAULTS.loader,
        new PlainValues(),
        DEFAULTS.delims);
    this.missing = missing;
  }

  /** What the library writes for a name without value. */
  @Override
  public String computeNullValue(String name) {
    missing.accept(name);
    return "";
  }

  private static String text(Object value) {
    if (value instanceof Double number && Math.abs(number) < LARGEST_EXACT) {
      var plain = BigDecimal.valueOf(number);
      return plain.signum() == 0 ? "0" : plain.stripTrailingZeros().toPlainString();
    }
    return value.toString();
  }

  /** Looks into maps, goes through lists, and knows nothing else. */
  private static final class PlainValues implements Mustache.Collector {
    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
      return value instanceof List<?> list ? list.iterator() : null;
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
      return PlainValues::fetch;
    }

    private static Object fetch(Object context, String name) {
      @Nullable Object value = null;
      if (context instanceof Facts facts) {
        value = facts.get(name);
      } else if (context instanceof Map<?, ?> map) {
        value = map.get(name);
      }
      return value == null ? com.samskivert.mustache.Template.NO_FETCHER_FOUND : value;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
      return new ConcurrentHashMap<>();
    }
  }
}
