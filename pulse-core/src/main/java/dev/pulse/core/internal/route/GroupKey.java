package dev.pulse.core.internal.route;

import dev.pulse.api.model.Labels;

/** Where a group is found: at a node, by the labels that its alerts share. */
record GroupKey(Node node, Labels labels) {}
