package io.lotse.perf.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/** A Eureka server on its own. */
@SpringBootApplication
@EnableEurekaServer
public class EurekaMain {
    public static void main(String[] arguments) {
        SpringApplication.run(EurekaMain.class, arguments);
    }
}
