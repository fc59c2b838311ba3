package kpipe.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadMeterTest {

    @Test
    void tellsWhatCameInTheLastWholeSeconds() {
        LoadMeter meter = new LoadMeter();
        for (int second = 0; second < 200; second++) {
            for (int i = 0; i < second; i++) {
                meter.add(second * 1000L + i, 10);
            }
        }
        assertThat(meter.last(2, 199_500)).isEqualTo(new LoadMeter.Load((198 + 197) / 2.0, (198 + 197) * 10 / 2.0));
        assertThat(meter.last(60, 199_999).recordsPerSecond()).isEqualTo((139 + 198) / 2.0);
        assertThat(meter.last(60, 400_000)).isEqualTo(LoadMeter.Load.NONE);
    }
}
