namespace Farlink.Protocol.Compression.Priming;

/// <summary>A part of the built-in text: the rest of it, and the beginning of what is met everywhere.</summary>
internal static class PrimePart2
{
    /// <summary>Messages, a line each: topic, ^, payload; a line that begins with a bar goes on with the one before.</summary>
    public static ReadOnlySpan<byte> Text => """
        rtl_433/pi/events^{"time":"2026-02-11 09:30:36","model":"Bresser-5in1","id":118,"battery_ok":1,"temperature_C":4.200,"hu
        |midity":87,"wind_max_m_s":2.400,"wind_avg_m_s":1.600,"wind_dir_deg":247.500,"rain_mm":43.600,"mic":"CHECKSUM","mod":"FS
        |K","freq1":868.292,"freq2":868.346,"rssi":-5.994,"snr":21.297,"noise":-27.291}
        modbus/meter1/raw^b64:CQoI+QkCAJcAXAAAAAANngAACEIAALxWAAETiAPi
        esp32/greeting^Good job! You are connected 14 times
        sensors/vib3/bin^b64:yoGRaQCAq0EAgEBCACB9RA0A
        telegraf/host1/mem^mem,host=host1 used_percent=41.27,available=2401873920i 1770000000000000000
        vessels/self/navigation/position^{"longitude":10.128419,"latitude":54.321703}
        energy/growatt^{"device": "ABC1234567", "time": "2026-05-02T11:20:07", "buffered": "no", "values": {"datalogserial": "XY
        |Z7654321", "pvserial": "ABC1234567", "pvstatus": 1, "pvpowerin": 25948, "pv1voltage": 3502, "pv1current": 68, "pvpowero
        |ut": 23611, "pvfrequentie": 5000, "pvgridvoltage": 2328, "pvenergytoday": 74, "pvenergytotal": 190169, "pvtemperature":
        | 472}}
        rtl_433/pi/events^{"time":"2026-02-11 09:30:15","model":"Nexus-TH","id":87,"channel":1,"battery_ok":1,"temperature_C":20
        |.700,"humidity":44,"mod":"ASK","freq":433.914,"rssi":-0.114,"snr":27.842,"noise":-27.956}
        N/c0619ab4d27e/solarcharger/279/Yield/Power^{"value":779.40000610351562}
        pump/2/state^level=73&flow=12.4&state=run&alarm=0
        rtl_433/pi/events^{"time":"2026-02-11 09:30:19","model":"Nexus-TH","id":61,"channel":3,"battery_ok":1,"temperature_C":-1
        |.900,"humidity":91,"mod":"ASK","freq":433.887,"rssi":-9.563,"snr":17.916,"noise":-27.528}
        valetudo/robot/StatusStateAttribute/status^docked
        vessels/self/environment/wind/speedApparent^5.35
        pool^{"ph":7.2,"orp":684,"water_temp":26.8,"salinity":3.1,"pump":"on"}
        home/OMG_ESP32/433toMQTT^{"value":5264835,"protocol":1,"length":24,"delay":352,"tre_state":"0F0F1","binary":"01010000010
        |1010111000011","raw":0,"decoder":"Standard"}
        v3/farm@ttn/devices/soil-02/up^{"end_device_ids":{"device_id":"soil-02","application_ids":{"application_id":"farm"},"dev
        |_eui":"70B3D57ED0061A4C","join_eui":"0000000000000000","dev_addr":"260B4F7E"},"correlation_ids":["gs:uplink:01KK9KSDDW2
        |JQB1JVGBZ751TGS"],"received_at":"2026-03-04T08:00:04.536860972Z","uplink_message":{"session_key_id":"AZt7sQx0Lr2dJk3mVw
        |8yTA==","f_port":2,"f_cnt":589,"frm_payload":"DR4ADQBBAA8=","decoded_payload":{"Bat":3.357,"conduct_SOIL":65,"temp_SOIL
        |":"13.20","water_SOIL":"27.41"},"rx_metadata":[{"gateway_ids":{"gateway_id":"barn-gw","eui":"58A0CBFFFE80217D"},"time":
        |"2026-03-04T08:00:04.536Z","timestamp":1355001148,"rssi":-104,"channel_rssi":-104,"snr":5.75,"uplink_token":"F2YYRvzi3m
        |4tfmmLyLdGj7f8","channel_index":3,"received_at":"2026-03-04T08:00:04.536Z"}],"settings":{"data_rate":{"lora":{"bandwidt
        |h":125000,"spreading_factor":7,"coding_rate":"4/5"}},"frequency":"867100000","timestamp":1355001148},"received_at":"202
        |6-03-04T08:00:04.536Z","consumed_airtime":"0.061696s","network_ids":{"net_id":"000013","tenant_id":"ttn","cluster_id":"
        |eu1"}}}
        rtl_433^{"time" : "2026-02-11 09:31:05", "model" : "LaCrosse-TX141THBv2", "id" : 143, "channel" : 0, "battery" : "OK", "
        |temperature_C" : 8.900, "humidity" : 78, "test" : "No"}
        env/a1/mp^b64:g6F0ykGsAAChaMyPonRzzmmRgbw=
        airthings/2930004182^{"battery": 98, "co2": 612.0, "humidity": 38.5, "pm1": 2.0, "pm25": 3.0, "pressure": 998.2, "radonS
        |hortTermAvg": 42.0, "temp": 21.1, "time": 1769453717, "voc": 121.0, "relayDeviceType": "hub"}
        pump/2/state^level=72&flow=12.6&state=run&alarm=0
        home/OMG_ESP32/SYStoMQTT^{"uptime":41326,"version":"v1.8.1","disc":true,"ohdisc":false,"env":"esp32dev-ble","freemem":11
        |1488,"mqttport":"1883","mqttsecure":false,"msgprc":2967,"msgblck":0,"maxq":4,"cnt_index":0,"freestack":2180,"powermode"
        |:-1,"eth":false,"rssi":-58,"SSID":"iot","BSSID":"9C:3D:CF:10:2B:77","ip":"192.168.1.64","mac":"24:6F:28:51:0C:9A","modu
        |les":["BT"]}
        vessels/self/environment/depth/belowTransducer^8.01
        solar/114190365582/status/last_update^1776440973
        R/c0619ab4d27e/keepalive^{ "keepalive-options" : ["suppress-republish"] }
        shellies/shellyht-1B2C3D/sensor/battery^87
        zigbee2mqtt/bridge/devices^[{"date_code":"20190410","definition":{"description":"Door and window sensor","exposes":[{"ac
        |cess":1,"label":"Battery","name":"battery","property":"battery","type":"numeric","unit":"%","value_max":100,"value_min"
        |:0}],"model":"MCCGQ11LM","options":[],"supports_ota":false,"vendor":"Aqara"},"disabled":false,"endpoints":{"1":{"bindin
        |gs":[],"clusters":{"input":["genBasic"],"output":["genOnOff"]}}},"friendly_name":"front_door","ieee_address":"0x00158d0
        |00b12c4f7","interview_completed":true,"interviewing":false,"network_address":41207,"power_source":"Battery","supported"
        |:true,"type":"EndDevice"}]
        home/motion/hall^1
        node2/sensor/power/state^nan
        homeassistant/climate/hall/config^{"name":"Hall","modes":["off","heat","auto"],"mode_state_topic":"home/hall/mode","mode
        |_command_topic":"home/hall/mode/set","temperature_state_topic":"home/hall/setpoint","temperature_command_topic":"home/h
        |all/setpoint/set","current_temperature_topic":"home/hall/temperature","min_temp":5,"max_temp":30,"temp_step":0.5,"tempe
        |rature_unit":"C","unique_id":"hall_climate"}
        tele/attic/SENSOR^{"Time":"2026-03-04T06:28:02","SI7021":{"Temperature":9.2,"Humidity":66.0,"DewPoint":3.2},"ESP32":{"Te
        |mperature":41.1},"TempUnit":"C"}
        esp-garage/sensor/temperature/state^8.4
        node-red/boiler/flow_temp^{"value":41.3,"unit":"°C","timestamp":1772605200953}
        homeassistant/sensor/esp-garage/temperature/config^{"dev_cla":"temperature","unit_of_meas":"°C","stat_cla":"measurement"
        |,"name":"Temperature","stat_t":"esp-garage/sensor/temperature/state","avty_t":"esp-garage/status","uniq_id":"ESPsensort
        |emperature","dev":{"ids":"a8032af1c07d","name":"esp-garage","sw":"2025.11.2","mdl":"esp32dev","mf":"Espressif"}}
        tele/tasmota_plug/INFO1^{"Info1":{"Module":"Nous A1T","Version":"14.4.1(release-tasmota)","FallbackTopic":"cmnd/DVES_51C
        |09A_fb/","GroupTopic":"cmnd/tasmotas/"}}
        home/door/front^open
        factory/line1/machine3^{"machine":"M3","status":"RUNNING","speed_rpm":1916,"vibration_mm_s":1.84,"motor_temp_c":61.7,"pa
        |rts":9239,"alarm":null,"error_code":0}
        esp-garage/sensor/humidity/state^71.2
        shellyplusht-c049ef8b3a10/status/temperature:0^{"id": 0,"tC":21.4, "tF":70.5}
        shellies/shellyht-1B2C3D/sensor/temperature^21.38
        node-red/boiler/flow_temp^{"value":41.6,"unit":"°C","timestamp":1772605210961}
        sensors/outdoor/pressure^1009.62
        tele/cellar/SENSOR^{"Time":"2026-03-04T06:16:00","DS18B20":{"Id":"0316A279C4FF","Temperature":12.4},"TempUnit":"C"}
        shellyplusht-c049ef8b3a10/status/humidity:0^{"id": 0,"rh":46.2}
        house/boiler/state^on
        shellies/shelly1pm-A4CF12F1C07D/online^true
        esp-garage/sensor/wifi_signal/state^-64
        office/light/status^true
        node-red/boiler/flow_temp^{"value":41.8,"unit":"°C","timestamp":1772605220958}
        sensors/outdoor/pressure^1009.58
        tele/cellar/SENSOR^{"Time":"2026-03-04T06:21:00","DS18B20":{"Id":"0316A279C4FF","Temperature":12.4},"TempUnit":"C"}
        tele/tasmota_plug/STATE^{"Time":"2026-03-04T06:15:09","Uptime":"0T00:05:12","UptimeSec":312,"Heap":25,"SleepMode":"Dynam
        |ic","Sleep":50,"LoadAvg":19,"MqttCount":1,"POWER":"ON","Wifi":{"AP":1,"SSId":"iot","BSSId":"9C:3D:CF:10:2B:77","Channel
        |":6,"Mode":"11n","RSSI":68,"Signal":-66,"LinkCount":1,"Downtime":"0T00:00:03"}}
        zigbee2mqtt/cover_office^{"linkquality":120,"moving":"STOP","position":100,"state":"OPEN"}
        esp-garage/sensor/uptime/state^5390
        tele/zbbridge/SENSOR^{"ZbReceived":{"0x4A7C":{"Device":"0x4A7C","Name":"Attic","Temperature":9.1,"Endpoint":1,"LinkQuali
        |ty":87}}}
        shellyplusht-c049ef8b3a10/status/temperature:0^{"id": 0,"tC":21.6, "tF":70.8}
        tele/tasmota_plug/INFO2^{"Info2":{"WebServerMode":"Admin","Hostname":"tasmota-51C09A-0154","IPAddress":"192.168.1.48"}}
        stat/cellar/STATUS10^{"StatusSNS":{"Time":"2026-03-04T06:26:31","SHT3X-0x44":{"Temperature":12.6,"Humidity":71.3,"DewPoi
        |nt":7.5},"TempUnit":"C"}}
        homeassistant/binary_sensor/esp-garage/door/config^{"dev_cla":"door","name":"Door","stat_t":"esp-garage/binary_sensor/do
        |or/state","avty_t":"esp-garage/status","uniq_id":"ESPbinary_sensordoor","dev":{"ids":"a8032af1c07d","name":"esp-garage"
        |,"sw":"2025.11.2","mdl":"esp32dev","mf":"Espressif"}}
        tele/tasmota_plug/STATE^{"Time":"2026-03-04T06:20:09","Uptime":"0T00:10:12","UptimeSec":612,"Heap":25,"SleepMode":"Dynam
        |ic","Sleep":50,"LoadAvg":19,"MqttCount":1,"POWER":"ON","Wifi":{"AP":1,"SSId":"iot","BSSId":"9C:3D:CF:10:2B:77","Channel
        |":6,"Mode":"11n","RSSI":70,"Signal":-65,"LinkCount":1,"Downtime":"0T00:00:03"}}
        tele/tasmota_plug/LWT^Online
        stat/tasmota_plug/POWER^ON
        esp-garage/sensor/temperature/state^8.5
        tele/garden/SENSOR^{"Time":"2026-03-04T06:17:40","BME280":{"Temperature":6.8,"Humidity":81.2,"DewPoint":3.8,"Pressure":1
        |009.6},"BH1750":{"Illuminance":367},"ANALOG":{"A0":618},"PressureUnit":"hPa","TempUnit":"C"}
        home/livingroom/humidity^47
        shellyplusht-c049ef8b3a10/status/humidity:0^{"id": 0,"rh":46.0}
        cmnd/tasmota_plug/POWER^TOGGLE
        tele/tasmota_plug/STATE^{"Time":"2026-03-04T06:25:09","Uptime":"0T00:15:12","UptimeSec":912,"Heap":24,"SleepMode":"Dynam
        |ic","Sleep":50,"LoadAvg":19,"MqttCount":1,"POWER":"ON","Wifi":{"AP":1,"SSId":"iot","BSSId":"9C:3D:CF:10:2B:77","Channel
        |":6,"Mode":"11n","RSSI":66,"Signal":-67,"LinkCount":1,"Downtime":"0T00:00:03"}}
        zigbee2mqtt/0x00158d0004a7c3e1^{"battery":74,"humidity":61.4,"linkquality":54,"temperature":17.8,"voltage":2950}
        esp-garage/sensor/humidity/state^71.0
        zigbee2mqtt/bridge/logging^{"level":"info","message":"MQTT publish: topic 'zigbee2mqtt/button', payload '{\"action\":\"s
        |ingle\"}'"}
        tele/garden/SENSOR^{"Time":"2026-03-04T06:22:40","BME280":{"Temperature":6.9,"Humidity":80.9,"DewPoint":3.8,"Pressure":1
        |009.6},"BH1750":{"Illuminance":391},"ANALOG":{"A0":617},"PressureUnit":"hPa","TempUnit":"C"}
        home/livingroom/humidity^47
        stat/tasmota_plug/STATUS^{"Status":{"Module":1,"DeviceName":"Plug","FriendlyName":["Plug"],"Topic":"tasmota_plug","Butto
        |nTopic":"0","Power":"1","PowerOnState":3,"LedState":1,"LedMask":"FFFF","SaveData":1,"SaveState":1,"SwitchTopic":"0","Sw
        |itchMode":[0,0],"ButtonRetain":0,"SensorRetain":0,"PowerRetain":0,"InfoRetain":0,"StateRetain":0,"StatusRetain":0}}
        shellies/shellyem-7A01C4/emeter/0/power^440.85
        zigbee2mqtt/front_door^{"battery":88,"contact":true,"linkquality":76,"tamper":false,"battery_low":false,"voltage":2900}
        home/attic/climate^{"temperature": 11.42, "humidity": 62.8, "pressure": 1009.61, "timestamp": "2026-03-04T06:20:04.73691
        |5"}
        zigbee2mqtt/0x00158d0004a7c3e1^{"battery":74,"humidity":61.2,"linkquality":58,"temperature":17.9,"voltage":2950}
        esp-garage/sensor/wifi_signal/state^-66
        home/livingroom/humidity^46
        building/1/room/204^{"time":"2026-03-04T06:30:00Z","co2":641,"temperature":21.9,"humidity":38.4,"occupied":true,"lux":31
        |2}
        shellyplusht-c049ef8b3a10/status/devicepower:0^{"id": 0,"battery":{"V":5.62, "percent":84},"external":{"present":false}}
        meter/power^563
        zigbee2mqtt/front_door^{"battery":88,"contact":false,"linkquality":81,"tamper":false,"battery_low":false,"voltage":2900}
        shellies/shelly1pm-A4CF12F1C07D/relay/0^on
        home/attic/climate^{"temperature": 11.44, "humidity": 62.7, "pressure": 1009.6, "timestamp": "2026-03-04T06:21:04.571330
        |"}
        esp-garage/status^online
        zigbee2mqtt/0x00158d0004a7c3e1^{"battery":74,"humidity":61.3,"linkquality":51,"temperature":17.9,"voltage":2950}
        zigbee2mqtt/button^{"action":"single","battery":100,"linkquality":63,"voltage":3000}
        shellies/shelly1pm-A4CF12F1C07D/input/0^0
        esp-garage/sensor/temperature/state^8.5
        sensors/greenhouse^{"temperature":18.4,"humidity":71.2,"battery":3.84,"rssi":-71}
        shellies/shelly1pm-A4CF12F1C07D/relay/0/power^45.32
        meter/power^576
        zigbee2mqtt/front_door^{"battery":88,"contact":true,"linkquality":78,"tamper":false,"battery_low":false,"voltage":2900}
        home/attic/climate^{"temperature": 11.47, "humidity": 62.7, "pressure": 1009.58, "timestamp": "2026-03-04T06:22:04.31104
        |2"}
        esp-garage/light/led/state^{"color_mode":"rgb","state":"ON","brightness":255,"color":{"r":255,"g":180,"b":90}}
        sensors/greenhouse^{"temperature":18.5,"humidity":71.0,"battery":3.84,"rssi":-74}
        shellies/shellyem-7A01C4/emeter/0/total^1243559.3
        meter/power^1347
        shellies/shelly1pm-A4CF12F1C07D/relay/0/energy^356928
        zigbee2mqtt/smoke^{"battery":95,"linkquality":88,"smoke":false,"smoke_density":0,"test":false}
        zigbee2mqtt/desk_lamp/set^{"state":"ON","brightness":128,"transition":2}
        zigbee2mqtt/mmwave^{"illuminance":236,"linkquality":174,"motion_sensitivity":5,"presence":true,"target_distance":2.31}
        homeassistant/sensor/0x00158d0004a7c3e1/temperature/config^{"availability":[{"topic":"zigbee2mqtt/bridge/state","value_t
        |emplate":"{{ value_json.state }}"}],"device":{"identifiers":["zigbee2mqtt_0x00158d0004a7c3e1"],"manufacturer":"Aqara","
        |model":"Temperature and humidity sensor","model_id":"WSDCGQ11LM","name":"Cellar","via_device":"zigbee2mqtt_bridge_0x001
        |24b0024c1f7a3"},"device_class":"temperature","enabled_by_default":true,"object_id":"cellar_temperature","origin":{"name
        |":"Zigbee2MQTT","sw":"2.1.3","url":"https://www.zigbee2mqtt.io"},"state_class":"measurement","state_topic":"zigbee2mqtt
        |/Cellar","unique_id":"0x00158d0004a7c3e1_temperature_zigbee2mqtt","unit_of_measurement":"°C","value_template":"{{ value
        |_json.temperature }}"}
        sensors/greenhouse^{"temperature":18.5,"humidity":70.8,"battery":3.83,"rssi":-70}
        shellies/shelly1pm-A4CF12F1C07D/temperature^38.42
        homeassistant/sensor/0x00158d0004a7c3e1/humidity/config^{"availability":[{"topic":"zigbee2mqtt/bridge/state","value_temp
        |late":"{{ value_json.state }}"}],"device":{"identifiers":["zigbee2mqtt_0x00158d0004a7c3e1"],"manufacturer":"Aqara","mod
        |el":"Temperature and humidity sensor","model_id":"WSDCGQ11LM","name":"Cellar","via_device":"zigbee2mqtt_bridge_0x00124b
        |0024c1f7a3"},"device_class":"humidity","enabled_by_default":true,"object_id":"cellar_humidity","origin":{"name":"Zigbee
        |2MQTT","sw":"2.1.3","url":"https://www.zigbee2mqtt.io"},"state_class":"measurement","state_topic":"zigbee2mqtt/Cellar",
        |"unique_id":"0x00158d0004a7c3e1_humidity_zigbee2mqtt","unit_of_measurement":"%","value_template":"{{ value_json.humidit
        |y }}"}
        shellypro3em-08f9e0e4c1d2/status/em:0^{"id":0,"a_current":1.842,"a_voltage":231.2,"a_act_power":402.7,"a_aprt_power":426
        |.1,"a_pf":0.95,"a_freq":50.0,"b_current":0.912,"b_voltage":230.1,"b_act_power":184.2,"b_aprt_power":209.8,"b_pf":0.88,"
        |b_freq":50.0,"c_current":0.031,"c_voltage":232.0,"c_act_power":0.0,"c_aprt_power":7.1,"c_pf":0.00,"c_freq":50.0,"n_curr
        |ent":null,"total_current":2.785,"total_act_power":586.9,"total_aprt_power":643.0, "user_calibrated_phase":[]}
        homeassistant/device/pump1/config^{"dev":{"ids":["pump1"],"name":"Pump"},"o":{"name":"pump2mqtt","sw":"0.3.1","url":"htt
        |ps://example.com"},"cmps":{"pressure":{"p":"sensor","dev_cla":"pressure","unit_of_meas":"bar","val_tpl":"{{ value_json.
        |pressure }}","uniq_id":"pump1_p"}},"stat_t":"pump1/state","qos":0}
        shellyplus1pm-a8032ad989e6/status/input:0^{"id":0,"state":false}
        esp-garage/debug^b64:G1swOzM2bVtEXVtzZW5zb3I6MDk0XTogJ1RlbXBlcmF0dXJlJzogU2VuZGluZyBzdGF0ZSA4LjQzNzUwIMKwQyB3aXRoIDEgZGV
        |jaW1hbHMgb2YgYWNjdXJhY3kbWzBt
        homeassistant/light/desk/config^{"name":"Desk","schema":"json","command_topic":"home/desk/set","state_topic":"home/desk"
        |,"brightness":true,"brightness_scale":254,"supported_color_modes":["color_temp"],"min_mireds":153,"max_mireds":500,"opt
        |imistic":false,"unique_id":"desk_light"}
        sensors/greenhouse^{"temperature":18.7,"humidity":70.6,"battery":3.84,"rssi":-72}
        shellies/shelly1pm-A4CF12F1C07D/relay/0/power^44.97
        tele/tasmota_plug/SENSOR^{"Time":"2026-03-04T06:15:09","ENERGY":{"TotalStartTime":"2024-10-12T17:08:33","Total":596.273,
        |"Yesterday":1.376,"Today":0.318,"Period":4,"Power":52,"ApparentPower":71,"ReactivePower":48,"Factor":0.73,"Voltage":231
        |,"Current":0.307}}
        tele/cellar/LWT^Offline
        shellies/shelly1pm-A4CF12F1C07D/relay/0/energy^356973
        tele/tasmota_plug/SENSOR^{"Time":"2026-03-04T06:20:09","ENERGY":{"TotalStartTime":"2024-10-12T17:08:33","Total":596.277,
        |"Yesterday":1.376,"Today":0.322,"Period":4,"Power":52,"ApparentPower":72,"ReactivePower":49,"Factor":0.72,"Voltage":231
        |,"Current":0.310}}
        esp32/temperature^23.50
        zigbee2mqtt/washing_machine^{"child_lock":"UNLOCK","current":0.42,"energy":246.83,"indicator_mode":"off/on","linkquality
        |":138,"power":84,"power_outage_memory":"restore","state":"ON","update":{"installed_version":192,"latest_version":192,"s
        |tate":"idle"},"update_available":false,"voltage":231}
        zigbee2mqtt/hall_motion^{"battery":100,"device_temperature":24,"illuminance":38,"illuminance_lux":38,"linkquality":94,"o
        |ccupancy":true,"power_outage_count":3,"voltage":3015}
        zigbee2mqtt/Living room climate^{"battery":97,"humidity":48.21,"last_seen":"2026-03-02T06:12:41.538Z","linkquality":112,
        |"power_outage_count":14,"pressure":1009.4,"temperature":21.37,"voltage":2985}
        tele/tasmota_plug/SENSOR^{"Time":"2026-03-04T06:25:09","ENERGY":{"TotalStartTime":"2024-10-12T17:08:33","Total":596.282,
        |"Yesterday":1.376,"Today":0.327,"Period":5,"Power":54,"ApparentPower":73,"ReactivePower":49,"Factor":0.74,"Voltage":230
        |,"Current":0.316}}
        node2/status^offline
        zigbee2mqtt/air_monitor^{"co2":550,"formaldehyd":4,"humidity":46,"linkquality":130,"pm25":6,"temperature":22.4,"voc":112
        |}
        zigbee2mqtt/remote^{"action":"brightness_move_up","action_rate":84,"battery":74,"linkquality":112}
        zigbee2mqtt/hall_motion^{"battery":100,"device_temperature":24,"illuminance":38,"illuminance_lux":38,"linkquality":91,"o
        |ccupancy":false,"power_outage_count":3,"voltage":3015}
        shellies/shelly1pm-A4CF12F1C07D/info^{"wifi_sta":{"connected":true,"ssid":"iot","ip":"192.168.1.33","rssi":-58},"cloud":
        |{"enabled":false,"connected":false},"mqtt":{"connected":true},"time":"07:14","unixtime":1772604842,"serial":466,"has_up
        |date":false,"mac":"A4CF12F1C07D","cfg_changed_cnt":2,"relays":[{"ison":true,"has_timer":false,"timer_started":0,"timer_
        |duration":0,"timer_remaining":0,"overpower":false,"source":"mqtt"}],"meters":[{"power":45.32,"is_valid":true,"timestamp
        |":1772608442,"counters":[45.1,44.8,45.4],"total":196974}],"temperature":38.42,"overtemperature":false,"update":{"status
        |":"idle","has_update":false},"ram_total":50680,"ram_free":38816,"fs_size":233681,"fs_free":147337,"uptime":128030}
        homeassistant/sensor/meter_energy/config^{"name": "Energy", "state_topic": "home/meter/state", "value_template": "{{ val
        |ue_json.energy }}", "unit_of_measurement": "kWh", "device_class": "energy", "state_class": "total_increasing", "unique_
        |id": "meter_energy", "availability_topic": "home/meter/status", "payload_available": "online", "payload_not_available":
        | "offline", "expire_after": 600, "entity_category": "diagnostic", "icon": "mdi:flash", "device": {"identifiers": ["mete
        |r_01"], "name": "Meter", "model": "P1", "manufacturer": "DIY", "sw_version": "1.0.0"}}
        home/livingroom/temperature^21.4
        zigbee2mqtt/Living room climate^{"battery":97,"humidity":48.21,"last_seen":"2026-03-02T06:17:02.817Z","linkquality":105,
        |"power_outage_count":14,"pressure":1009.4,"temperature":21.44,"voltage":2985}
        shellyplus1pm-a8032ad989e6/events/rpc^{"src":"shellyplus1pm-a8032ad989e6","dst":"shellyplus1pm-a8032ad989e6/events","met
        |hod":"NotifyStatus","params":{"ts":1772604861.42,"switch:0":{"id":0,"apower":63.4,"current":0.297,"voltage":231.2}}}
        zigbee2mqtt/washing_machine^{"child_lock":"UNLOCK","current":0.43,"energy":246.83,"indicator_mode":"off/on","linkquality
        |":134,"power":87,"power_outage_memory":"restore","state":"ON","update":{"installed_version":192,"latest_version":192,"s
        |tate":"idle"},"update_available":false,"voltage":231}
        esp-garage/binary_sensor/door/state^OFF
        shellyplusi4-c4d8d50a7b12/events/rpc^{"src":"shellyplusi4-c4d8d50a7b12","dst":"shellyplusi4-c4d8d50a7b12/events","method
        |":"NotifyEvent","params":{"ts":1772604931.19,"events":[{"component":"input:1","id":1,"event":"single_push","ts":1772604
        |931.19}]}}
        esp-garage/switch/relay/state^ON
        stat/tasmota_plug/RESULT^{"POWER":"ON"}
        zigbee2mqtt/washing_machine^{"child_lock":"UNLOCK","current":9.11,"energy":246.84,"indicator_mode":"off/on","linkquality
        |":138,"power":1956,"power_outage_memory":"restore","state":"ON","update":{"installed_version":192,"latest_version":192,
        |"state":"idle"},"update_available":false,"voltage":228}
        zigbee2mqtt/hall_motion^{"battery":100,"device_temperature":24,"illuminance":41,"illuminance_lux":41,"linkquality":94,"o
        |ccupancy":true,"power_outage_count":3,"voltage":3015}
        zigbee2mqtt/Living room climate^{"battery":97,"humidity":47.96,"last_seen":"2026-03-02T06:24:18.031Z","linkquality":112,
        |"power_outage_count":14,"pressure":1009.3,"temperature":21.52,"voltage":2985}
        garden/soil/moisture^538
        home/livingroom/temperature^21.5
        shellyplus1pm-a8032ad989e6/rpc^{"id":1,"src":"user_1","method":"Switch.Set","params":{"id":0,"on":true}}
        shellyplus1pm-a8032ad989e6/events/rpc^{"src":"shellyplus1pm-a8032ad989e6","dst":"shellyplus1pm-a8032ad989e6/events","met
        |hod":"NotifyStatus","params":{"ts":1772604890.07,"switch:0":{"id":0,"apower":60.1,"current":0.281,"voltage":231.5}}}
        tasmota/discovery/C8C9A351C09A/config^{"ip":"192.168.1.48","dn":"Plug","fn":["Plug",null,null],"hn":"tasmota-51C09A-0154
        |","mac":"C8C9A351C09A","md":"Nous A1T","ty":0,"if":0,"ofln":"Offline","onln":"Online","state":["OFF","ON","TOGGLE","HOL
        |D"],"sw":"14.4.1","t":"tasmota_plug","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"rl":[1,0,0],"swc":[-1,-1],"b
        |tn":[0,0],"so":{"4":0,"11":0,"30":0},"lk":0,"lt_st":0,"ver":1}
        gateway/gw1/status^{"status":"online","ip":"192.168.1.20","version":"1.4.2","uptime":181431,"free_heap":146565,"wifi_rss
        |i":-61,"mqtt_reconnects":0}
        tele/meter/SENSOR^{"Time":"2026-03-04T06:28:10","SML":{"Total_in":18360.2571,"Total_out":97.5530,"Power_curr":662,"Meter
        |_Number":"0a01495341000417"}}
        home/livingroom/temperature^21.5
        zigbee2mqtt/Living room climate^{"battery":97,"humidity":48.07,"last_seen":"2026-03-02T06:31:55.460Z","linkquality":116,
        |"power_outage_count":14,"pressure":1009.3,"temperature":21.49,"voltage":2975}
        """u8;
}
