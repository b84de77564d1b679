#define _GNU_SOURCE
#include <dlfcn.h>
#include <ifaddrs.h>
#include <net/if.h>

/* Janus skips loopback interfaces when it gathers ICE candidates. With MEDIA_IP=127.0.0.1 there is no other one: clear the flag. */
int getifaddrs(struct ifaddrs **list) {
	static int (*original)(struct ifaddrs **);
	if(!original) original = dlsym(RTLD_NEXT, "getifaddrs");
	int result = original(list);
	if(result == 0)
		for(struct ifaddrs *each = *list; each; each = each->ifa_next) each->ifa_flags &= ~IFF_LOOPBACK;
	return result;
}
