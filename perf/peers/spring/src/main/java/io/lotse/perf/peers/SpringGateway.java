package io.lotse.perf.peers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway with the routes of application.yaml. */
@SpringBootApplication
public class SpringGateway {
    public static void main(String[] arguments) {
        SpringApplication.run(SpringGateway.class, arguments);
    }
}
