namespace Farlink.Protocol.Compression.Priming;

/// <summary>A part of the built-in text: what is met everywhere, read last.</summary>
internal static class PrimePart3
{
    /// <summary>Messages, a line each: topic, ^, payload; a line that begins with a bar goes on with the one before.</summary>
    public static ReadOnlySpan<byte> Text => """
        shellyplus1pm-a8032ad989e6/events/rpc^{"src":"shellyplus1pm-a8032ad989e6","dst":"shellyplus1pm-a8032ad989e6/events","met
        |hod":"NotifyStatus","params":{"ts":1772604921.88,"switch:0":{"id":0,"apower":61.7,"current":0.289,"voltage":231.1}}}
        garden/soil/moisture^535
        shellyplus1pm-a8032ad989e6/status/switch:0^{"id":0, "source":"MQTT", "output":true, "apower":61.2, "voltage":231.4, "cur
        |rent":0.287, "aenergy":{"total":2675.339,"by_minute":[1012.331,1018.663,1020.017],"minute_ts":1772604840},"temperature"
        |:{"tC":41.2, "tF":106.2}}
        shellyplus1pm-a8032ad989e6/status/sys^{"mac":"A8032AD989E6","restart_required":false,"time":"07:15","unixtime":177260491
        |4,"uptime":412108,"ram_size":246344,"ram_free":143872,"fs_size":393216,"fs_free":187396,"cfg_rev":14,"kvs_rev":0,"sched
        |ule_rev":0,"webhook_rev":0,"available_updates":{}}
        tele/meter/SENSOR^{"Time":"2026-03-04T06:28:20","SML":{"Total_in":18360.2583,"Total_out":97.5530,"Power_curr":639,"Meter
        |_Number":"0a01495341000417"}}
        zigbee2mqtt/trv_bedroom^{"away_mode":"OFF","battery":62,"child_lock":"UNLOCK","current_heating_setpoint":20.5,"linkquali
        |ty":98,"local_temperature":19.8,"local_temperature_calibration":-1,"occupied_heating_setpoint":20.5,"pi_heating_demand"
        |:34,"position":40,"preset":"schedule","running_state":"heat","system_mode":"auto","valve":"OPEN","window_detection":"ON
        |"}
        home/livingroom/temperature^21.6
        shellyplus1pm-a8032ad989e6/status/switch:0^{"id":0, "source":"MQTT", "output":true, "apower":61.5, "voltage":230.9, "cur
        |rent":0.288, "aenergy":{"total":2676.355,"by_minute":[1015.118,1012.331,1018.663],"minute_ts":1772604900},"temperature"
        |:{"tC":41.3, "tF":106.3}}
        device/esp-04/data^{"id":"esp-04","seq":3358,"temp":21.50,"hum":45.00,"vbat":3.92,"uptime":72240}
        zigbee2mqtt/desk_lamp^{"brightness":254,"color":{"hue":28,"saturation":71,"x":0.4575,"y":0.4101},"color_mode":"color_tem
        |p","color_temp":370,"color_temp_startup":370,"linkquality":156,"power_on_behavior":"previous","state":"ON","update":{"i
        |nstalled_version":587757105,"latest_version":587757105,"state":"idle"}}
        energy/main^{"ts":1772605260,"voltage":230.4,"current":4.12,"power":921.4,"energy_kwh":7530.266,"frequency":50.01,"pf":0
        |.97}
        shellyplus1pm-a8032ad989e6/status/switch:0^{"id":0, "source":"MQTT", "output":true, "apower":60.8, "voltage":231.1, "cur
        |rent":0.285, "aenergy":{"total":2677.371,"by_minute":[1017.402,1015.118,1012.331],"minute_ts":1772604960},"temperature"
        |:{"tC":41.3, "tF":106.3}}
        zigbee2mqtt/leak_kitchen^{"battery":100,"battery_low":false,"linkquality":69,"tamper":false,"voltage":3025,"water_leak":
        |false}
        device/esp-04/data^{"id":"esp-04","seq":3359,"temp":21.56,"hum":45.00,"vbat":3.92,"uptime":72300}
        homeassistant/switch/esp-garage/relay/config^{"name":"Relay","stat_t":"esp-garage/switch/relay/state","cmd_t":"esp-garag
        |e/switch/relay/command","avty_t":"esp-garage/status","pl_avail":"online","pl_not_avail":"offline","ret":true,"uniq_id":
        |"ESPswitchrelay","ent_cat":"config","ic":"mdi:power","dev":{"ids":"a8032af1c07d","name":"esp-garage","sw":"2025.11.2","
        |mdl":"esp32dev","mf":"Espressif"}}
        energy/main^{"ts":1772605290,"voltage":230.7,"current":4.09,"power":916.8,"energy_kwh":7530.274,"frequency":49.99,"pf":0
        |.97}
        zigbee2mqtt/desk_lamp^{"brightness":128,"color":{"hue":28,"saturation":71,"x":0.4575,"y":0.4101},"color_mode":"color_tem
        |p","color_temp":370,"color_temp_startup":370,"linkquality":153,"power_on_behavior":"previous","state":"ON","update":{"i
        |nstalled_version":587757105,"latest_version":587757105,"state":"idle"}}
        device/esp-04/data^{"id":"esp-04","seq":3360,"temp":21.56,"hum":44.90,"vbat":3.91,"uptime":72360}
        stat/relay4/RESULT^{"POWER2":"OFF"}
        zigbee2mqtt/front_door/availability^{"state":"online"}
        energy/main^{"ts":1772605320,"voltage":229.9,"current":4.31,"power":963.2,"energy_kwh":7530.282,"frequency":50.0,"pf":0.
        |97}
        tele/bath/SENSOR^{"Time":"2026-03-04T06:16:21","AM2301":{"Temperature":22.3,"Humidity":58.4,"DewPoint":13.7},"TempUnit":
        |"C"}
        zigbee2mqtt/bridge/event^{"data":{"friendly_name":"0x00158d0004a7c3e1","ieee_address":"0x00158d0004a7c3e1","status":"suc
        |cessful","supported":true},"type":"device_interview"}
        zigbee2mqtt/bridge/state^{"state":"online"}
        ups/status^{"battery.charge":100,"battery.runtime":2730,"input.voltage":231.4,"ups.load":14,"ups.status":"OL"}
        tele/bath/SENSOR^{"Time":"2026-03-04T06:21:21","AM2301":{"Temperature":22.4,"Humidity":58.1,"DewPoint":13.7},"TempUnit":
        |"C"}
        homeassistant/status^online
        shellyplus1pm-a8032ad989e6/status/wifi^{"sta_ip":"192.168.1.57","status":"got ip","ssid":"iot","rssi":-61}
        heatpump/state^{"power":"ON","mode":"HEAT","temperature":21,"fan":"AUTO","vane":"AUTO","roomTemperature":20.5,"operating
        |":true,"compressorFrequency":31}
        shellies/announce^{"id":"shelly1pm-A4CF12F1C07D","model":"SHSW-PM","mac":"A4CF12F1C07D","ip":"192.168.1.33","new_fw":fal
        |se,"fw_ver":"20230913-112234/v1.14.0-gcb84623"}
        """u8;
}
