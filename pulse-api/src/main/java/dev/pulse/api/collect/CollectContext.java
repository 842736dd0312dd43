package dev.pulse.api.collect;

import dev.pulse.api.model.RunContext;

/**
 * What a {@link Collector} receives when it runs. Implemented by Pulse only, so that it can grow.
 */
public interface CollectContext extends RunContext {}
